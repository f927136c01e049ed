package io.gantry.daemon.lifecycle.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.server.ApiException;
import io.gantry.client.server.Connection;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of an instance, as files of its folder; the folder holds other files too. */
class LogRoutesTest {
    private static final String LOGS = "/1.0/instances/c1/logs";

    @TempDir
    Path folder;

    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new TestHost(folder.resolve("lxd")).start();
        TestInstances.prepare(daemon);
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    private Path makeFolder() throws IOException {
        return Files.createDirectories(daemon.directory().resolve("logs/c1"));
    }

    private String content(String file) throws IOException {
        try (Connection.Reply reply =
                daemon.api().exchange("GET", LOGS + "/" + file, Map.of(), new Connection.Body.None())) {
            assertThat(reply.header("Content-Type")).isEqualTo("application/octet-stream");
            return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void refused(String method, String file, int status, String message) {
        assertThatThrownBy(() -> daemon.api().send(method, LOGS + "/" + file, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status))
                .hasMessageContaining(message);
    }

    @Test
    void whatWasNeverStartedHasNone() throws IOException {
        assertThat(daemon.directory().resolve("logs/c1")).doesNotExist();

        assertThat(daemon.api().list(LOGS, String.class)).isEmpty();
        refused("GET", "lxc.log", 404, "Log not found: lxc.log of instance c1");
    }

    @Test
    void onlyLogsAreListed() throws IOException {
        for (String file : List.of("lxc.log", "console.log", "lxc.conf", "exec_1.stderr", "not_exec_1")) {
            Files.writeString(makeFolder().resolve(file), file);
        }

        assertThat(daemon.api().list(LOGS, String.class))
                .containsExactly(LOGS + "/console.log", LOGS + "/exec_1.stderr", LOGS + "/lxc.log");
        assertThat(daemon.api().list("/1.0/containers/c1/logs", String.class))
                .containsExactly(
                        "/1.0/containers/c1/logs/console.log",
                        "/1.0/containers/c1/logs/exec_1.stderr",
                        "/1.0/containers/c1/logs/lxc.log");
    }

    @Test
    void aLogIsReadAsItIs() throws IOException {
        Files.writeString(makeFolder().resolve("lxc.log"), "é\nstarted\r\n");
        Files.writeString(makeFolder().resolve("exec_1.stdout"), "");

        assertThat(content("lxc.log")).isEqualTo("é\nstarted\r\n");
        assertThat(content("exec_1.stdout")).isEmpty();
    }

    @Test
    void otherFilesAreNobodysBusiness() throws IOException {
        Files.writeString(makeFolder().resolve("lxc.conf"), "secret");
        Files.writeString(daemon.directory().resolve("logs/lxd.log"), "the daemon's own");
        Files.createDirectories(makeFolder().resolve("folder.log"));

        refused("GET", "lxc.conf", 400, "log file name lxc.conf not valid");
        refused("DELETE", "lxc.conf", 400, "log file name lxc.conf not valid");
        refused("GET", "..%2flxd.log", 400, "log file name ../lxd.log not valid");
        refused("GET", "exec_%2f..%2flxd.log", 400, "not valid");
        refused("GET", "..log.log", 400, "not valid");
        refused("GET", "folder.log", 404, "Log not found: folder.log of instance c1");
        assertThat(makeFolder().resolve("lxc.conf")).exists();
    }

    @Test
    void onlyOutputOfProgramsCanBeDeleted() throws IOException {
        Files.writeString(makeFolder().resolve("lxc.log"), "started");
        Files.writeString(makeFolder().resolve("exec_1.log"), "hello");

        daemon.api().send("DELETE", LOGS + "/exec_1.log", null);

        refused("DELETE", "exec_1.log", 404, "Log not found: exec_1.log of instance c1");
        refused("DELETE", "lxc.log", 400, "only what recorded programs wrote can be deleted, not lxc.log");
        assertThat(daemon.api().list(LOGS, String.class)).containsExactly(LOGS + "/lxc.log");
    }
}
