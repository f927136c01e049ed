package io.gantry.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance says what is in its files, and nothing of which files of the host are written. */
@SuppressWarnings("NullAway.Init") // started before each test
class FilePullTest {
    @TempDir
    private Path folder = Path.of("");

    private FakeServer server;
    private Path secret;
    private Path target;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer(folder);
        secret = Files.writeString(folder.resolve("secret"), "of the host");
        Files.setAttribute(secret, "unix:mode", 0600);
        target = Files.createDirectory(folder.resolve("target"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void offer(String path, String type, String body) {
        server.raw(
                "GET /1.0/instances/c1/files?path=" + path.replace("/", "%2F"),
                200,
                Map.of("X-LXD-type", type, "X-LXD-mode", "0755"),
                body);
    }

    private void pull(String... words) {
        ClientRun.of(folder, FakeTerminal.piped(""), words).succeeded();
    }

    @Test
    void aLinkOfAnEarlierPullIsReplacedByTheFile() throws IOException {
        offer("/srv", "directory", "{\"metadata\": [\"f\"]}");
        offer("/srv/f", "symlink", secret.toString());
        pull("file", "pull", "-r", "c1/srv", target.toString());
        assertThat(target.resolve("srv/f")).isSymbolicLink();
        offer("/srv/f", "file", "of the instance");
        pull("file", "pull", "-r", "c1/srv", target.toString());
        assertThat(secret).hasContent("of the host");
        assertThat(Files.getAttribute(secret, "unix:mode")).isEqualTo(0100600);
        assertThat(Files.isRegularFile(target.resolve("srv/f"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(target.resolve("srv/f")).hasContent("of the instance");
    }

    @Test
    void aLinkOfAnEarlierPullIsReplacedByTheFolder() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        offer("/srv", "directory", "{\"metadata\": [\"d\"]}");
        offer("/srv/d", "symlink", elsewhere.toString());
        pull("file", "pull", "-r", "c1/srv", target.toString());
        pull("file", "pull", "c1/srv/d", target.toString());
        assertThat(target.resolve("srv/d")).isSymbolicLink();
        assertThat(target.resolve("d")).isSymbolicLink();
        offer("/srv/d", "directory", "{\"metadata\": [\"f\"]}");
        offer("/srv/d/f", "file", "of the instance");
        pull("file", "pull", "-r", "c1/srv", target.toString());
        pull("file", "pull", "-r", "c1/srv/d", target.toString());
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(target.resolve("srv/d/f")).hasContent("of the instance");
        assertThat(target.resolve("d/f")).hasContent("of the instance");
        assertThat(Files.isDirectory(target.resolve("srv/d"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aLinkInAFolderThatSeveralFilesArePulledIntoIsReplaced() throws IOException {
        offer("/srv/f", "symlink", secret.toString());
        pull("file", "pull", "c1/srv/f", target.toString());
        assertThat(target.resolve("f")).isSymbolicLink();
        offer("/srv/f", "file", "of the instance");
        pull("file", "pull", "c1/srv/f", target.toString());
        assertThat(secret).hasContent("of the host");
        assertThat(target.resolve("f")).hasContent("of the instance");
    }

    @Test
    void aLinkThatTheUserNamesIsTheUsersOwn() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
        offer("/srv/f", "file", "of the instance");
        pull("file", "pull", "c1/srv/f", link.toString());
        assertThat(link).isSymbolicLink();
        assertThat(secret).hasContent("of the instance");
    }
}
