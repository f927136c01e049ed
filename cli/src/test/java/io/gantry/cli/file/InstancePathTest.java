package io.gantry.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of instances as the line names them, and what of them is asked for. */
class InstancePathTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "c1/etc/hosts, /etc/hosts",
        "c1//etc//hosts, /etc/hosts",
        "c1/etc/../root/./x, /root/x",
        "c1/../../x, /x",
        "local:c1/a b, /a%20b",
        "c1/a&b?c#d, /a%26b%3Fc%23d",
        "c1/ü, /%C3%BC",
    })
    void areAskedForByTheirCleanPath(String typed, String path) {
        try (var server = new FakeServer(folder)) {
            ClientRun.of(folder, FakeTerminal.piped(""), "file", "pull", typed, "-");
            assertThat(server.requests().getFirst().line().replace("%2F", "/"))
                    .isEqualTo("GET /1.0/instances/c1/files?path=" + path);
        }
    }

    @Test
    void withoutAPathAreRefused() {
        assertThat(ClientRun.of(folder, "file pull c1 -").refused()).startsWith("Invalid path c1;");
        assertThat(ClientRun.of(folder, "file delete c1").refused()).startsWith("Invalid path c1;");
    }

    @Test
    void areWrittenWithTheOwnerAndModeOfTheLineOrTheSource() throws IOException {
        try (var server = new FakeServer(folder)) {
            server.sync("POST /1.0/instances/c1/files?path=%2Froot%2Fx", "{}");
            server.sync("POST /1.0/instances/c1/files?path=%2Froot%2Fsource", "{}");
            Path source = Files.writeString(folder.resolve("source"), "text");
            Files.setAttribute(source, "unix:mode", 0100640);
            ClientRun.of(folder, "file push source c1/root/").succeeded();
            ClientRun.of(folder, "file push source c1/root/x --mode 0751 --uid 7 --gid 8")
                    .succeeded();
            ClientRun.of(folder, FakeTerminal.piped("typed"), "file", "push", "-", "c1/root/x")
                    .succeeded();
            assertThat(server.requests().get(0).headers())
                    .containsEntry("x-lxd-mode", "0640")
                    .containsEntry("x-lxd-type", "file");
            assertThat(server.requests().get(1).headers())
                    .containsEntry("x-lxd-mode", "0751")
                    .containsEntry("x-lxd-uid", "7")
                    .containsEntry("x-lxd-gid", "8");
            assertThat(server.requests().get(2).body()).isEqualTo("typed");
        }
    }

    @Test
    void aNameThatLeadsOutOfTheFolderIsNotWritten() {
        try (var server = new FakeServer(folder)) {
            server.raw(
                    "GET /1.0/instances/c1/files?path=%2Fd",
                    200, Map.of("X-LXD-type", "directory", "X-LXD-mode", "0755"), "{\"metadata\": [\"../escaped\"]}");
            server.raw("GET /1.0/instances/c1/files?path=%2Fescaped", 200, Map.of("X-LXD-type", "file"), "bad");
            assertThat(ClientRun.of(folder, "file pull -r c1/d " + folder.resolve("target"))
                            .refused())
                    .contains("\"../escaped\"");
            assertThat(folder.resolve("target/escaped")).doesNotExist();
        }
    }
}
