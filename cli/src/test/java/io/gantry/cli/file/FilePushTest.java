package io.gantry.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import io.gantry.cli.terminal.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePushTest {
    private static final String FILES = "/1.0/instances/c1/files?path=";

    @TempDir
    private Path folder = Path.of("");

    private static String url(String path) {
        return FILES + path.replace("/", "%2F");
    }

    /** Runs a push that must go well, with a server that takes what comes below {@code /srv}. */
    private List<FakeServer.Request> pushed(Path from, String... words) {
        try (var server = new FakeServer(folder)) {
            for (String path : List.of("", "/f", "/p", "/p/s", "/p/s/f", "/s", "/s/f", "/stdin", "/new", "/new/f")) {
                server.sync("POST " + url("/srv" + path), "{}");
            }
            server.raw("GET " + url("/srv"), 200, Map.of("X-LXD-type", "directory"), "{\"metadata\": []}");
            var environment = Map.of("LXD_DIR", folder.toString(), "LXD_CONF", folder.toString());
            FakeTerminal terminal = FakeTerminal.piped("typed");
            int status = new io.gantry.cli.Cli(io.gantry.cli.remotes.ConfiguredRemotes::open)
                    .run(List.of(words), environment, from, terminal);
            assertThat(terminal.errText()).isEmpty();
            assertThat(status).isZero();
            return server.requests().stream()
                    .filter(request -> request.method().equals("POST"))
                    .toList();
        }
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("p"));
        Files.writeString(Files.createDirectory(tree.resolve("s")).resolve("f"), "text");
        return tree;
    }

    /** As with LXD's client, but for {@code ..}: there it would leave the target. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ". | TOP /s /s/f",
                "./ | TOP /s /s/f",
                "../p | /p /p/s /p/s/f",
                "../p/ | /p /p/s /p/s/f",
                "../p/. | /p /p/s /p/s/f",
                "s/.. | TOP /s /s/f",
                "s | /s /s/f",
                "./s/ | /s /s/f",
                "s/f | /f",
            })
    void aFolderWithoutANameOnTheLineIsWhatIsInIt(String source, String targets) throws IOException {
        List<String> expected = List.of(targets.split(" ", -1)).stream()
                .map(target -> url("/srv" + target.replace("TOP", "")))
                .toList();
        assertThat(pushed(tree(), "file", "push", "-r", source, "c1/srv"))
                .extracting(FakeServer.Request::path)
                .isEqualTo(expected);
    }

    @Test
    void theFolderAboveIsWhatIsInItToo() throws IOException {
        assertThat(pushed(tree().resolve("s"), "file", "push", "-r", "..", "c1/srv"))
                .extracting(FakeServer.Request::path)
                .containsExactly(url("/srv"), url("/srv/s"), url("/srv/s/f"));
    }

    @Test
    void aFileThatTellsNoSizeIsSentToItsEnd() throws IOException {
        var request =
                pushed(folder, "file", "push", "/proc/version", "c1/srv/f").getFirst();
        assertThat(request.body()).isEqualTo(Files.readString(Path.of("/proc/version")));
        assertThat(request.headers()).containsEntry("transfer-encoding", "chunked");
    }

    @Test
    void aPipeIsSentToItsEndWithItsOwnMode() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "640", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                Files.write(pipe, "through a pipe".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        var request = pushed(folder, "file", "push", "pipe", "c1/srv/f").getFirst();
        writer.join();
        assertThat(request.body()).isEqualTo("through a pipe");
        assertThat(request.headers()).containsEntry("x-lxd-mode", "0640");
    }

    @Test
    void anOrdinaryFileIsSentWithItsSize() throws IOException {
        Files.writeString(folder.resolve("f"), "text");
        var request = pushed(folder, "file", "push", "f", "c1/srv/").getFirst();
        assertThat(request.headers()).containsEntry("content-length", "4");
        assertThat(request.body()).isEqualTo("text");
    }

    @Test
    void whatIsTypedIntoAFolderIsCalledAsTheStreamIs() {
        var request = pushed(folder, "file", "push", "-", "c1/srv/").getFirst();
        assertThat(request.path()).isEqualTo(url("/srv/stdin"));
        assertThat(request.body()).isEqualTo("typed");
    }

    @Test
    void whatIsTypedIsAsWhatIsBehindStandardInput() {
        try (var server = new FakeServer(folder)) {
            server.sync("POST /1.0/instances/c1/files?path=%2Fsrv%2Ff", "{}");
            ClientRun.of(
                            folder,
                            FakeTerminal.piped("typed").withInput(new FileStatus(1000, 100, 0600)),
                            "file",
                            "push",
                            "-",
                            "c1/srv/f",
                            "--gid",
                            "5")
                    .succeeded();
            assertThat(server.requests().getLast().headers())
                    .containsEntry("x-lxd-uid", "1000")
                    .containsEntry("x-lxd-gid", "5")
                    .containsEntry("x-lxd-mode", "0600");
        }
    }

    @Test
    void foldersThatAreMadeOnTheWayAreAsWhatIsPushed() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "text");
        Files.setAttribute(file, "unix:mode", 0600);
        var requests = pushed(folder, "file", "push", "-p", "f", "c1/srv/new/f");
        assertThat(requests).extracting(FakeServer.Request::path).containsExactly(url("/srv/new"), url("/srv/new/f"));
        assertThat(requests.getFirst().headers())
                .containsEntry("x-lxd-type", "directory")
                .containsEntry("x-lxd-mode", "0755")
                .containsEntry("x-lxd-uid", requests.getLast().headers().getOrDefault("x-lxd-uid", "none"));
    }
}
