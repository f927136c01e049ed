package io.gantry.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads when a transfer between two servers cannot be. */
class TransferTest {
    private static final String CREATION = "POST /1.0/instances";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private FakeServer source;

    @SuppressWarnings("NullAway.Init") // made before each test
    private FakeServer target;

    @BeforeEach
    void start() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        source = new FakeServer(folder);
        target = new FakeServer(other);
        source.sync("GET /1.0/instances/c1", "{\"name\": \"c1\", \"type\": \"container\", \"status_code\": 102}");
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("config.yml"), "remotes:\n  b:\n    addr: unix://" + target.socket() + "\n");
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    private static void extensions(FakeServer server, String names) {
        server.sync(
                "GET /1.0",
                "{\"auth\": \"trusted\", \"api_extensions\": [" + names
                        + "], \"environment\": {\"addresses\": [\"10.0.0.1:8443\"]}}");
    }

    private void offer(String channels) {
        source.raw("POST /1.0/instances/c1", 202, Map.of(), """
                {"metadata": {"id": "offer", "status_code": 103, "metadata": {%s}}}""".formatted(channels));
        source.sync("GET /1.0/operations/offer", "{\"id\": \"offer\", \"status_code\": 200}");
        target.raw(CREATION, 202, Map.of(), """
                {"metadata": {"id": "sink", "status_code": 103, "metadata": {"control": "s", "fs": "s"}}}""");
        target.sync("GET /1.0/operations/sink", "{\"id\": \"sink\", \"status_code\": 200}");
    }

    @Test
    void aServerThatDoesNotListenIsToBeMadeTo() {
        assertThat(ClientRun.of(folder, "copy c1 b:c2").refused())
                .isEqualTo("The server local does not listen on the network, so no other server can reach it;"
                        + " run `lxc config set local: core.https_address [::]:8443` first");
        assertThat(source.changes()).isEmpty();
        assertThat(target.changes()).isEmpty();
    }

    @Test
    void aServerThatIsTooOldForAModeIsPulledFrom() {
        assertThat(ClientRun.of(folder, "copy c1 b:c2 --mode=push").refused())
                .isEqualTo("The server local lacks the API extension \"container_push\", without which this transfer"
                        + " mode is impossible; use --mode=pull");
        assertThat(ClientRun.of(folder, "copy c1 b:c2 --mode=relay").refused())
                .isEqualTo("The server b lacks the API extension \"container_push_target\", without which this"
                        + " transfer mode is impossible; use --mode=pull");
    }

    @Test
    void processesThatTheTargetDoesNotTakeMayStay() {
        extensions(target, "\"container_push_target\"");
        offer("\"control\": \"a\", \"criu\": \"b\"");
        assertThat(ClientRun.of(folder, "copy c1 b:c2 --mode=relay").refused())
                .isEqualTo("b does not take the channel \"criu\" that local offers; try --stateless");
        assertThat(ClientRun.of(folder, "copy c1 b:c2 --mode=relay --stateless").refused())
                .isEqualTo("b does not take the channel \"criu\" that local offers");
    }

    @Test
    void theReasonsOfBothServersAreSaid() {
        extensions(source, "");
        offer("\"control\": \"a\"");
        source.sync("GET /1.0/operations/offer", "{\"id\": \"offer\", \"status_code\": 400, \"err\": \"disk broke\"}");
        target.operation(CREATION, "made", "{\"id\": \"made\", \"status_code\": 400, \"err\": \"stream ended\"}");
        assertThat(ClientRun.of(folder, "copy c1 b:c2").refused()).isEqualTo("b: stream ended (local: disk broke)");
    }

    @Test
    void whatIsLeftOutIsAWarning() {
        extensions(source, "");
        offer("\"control\": \"a\"");
        source.sync("GET /1.0/operations/offer/wait?timeout=-1", "{\"id\": \"offer\", \"status_code\": 200}");
        target.operation(CREATION, "made", """
                {"id": "made", "status_code": 200, "metadata": {"left_out": ["device gpu0", "key x.y"]}}""");
        ClientRun run = ClientRun.of(folder, "copy c1 b:c2");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualTo("""
                Warning: b does not know all of local:c1, and this is left out (with --strict the copy is refused):
                  device gpu0
                  key x.y
                """);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(ClientRun.of(folder, "copy no b:c2").refused())
                .isEqualTo("Instance not found: there is no \"no\" on local:; `lxc list local:` shows the instances");
        assertThat(ClientRun.of(folder, "copy c1/no b:c2").refused())
                .isEqualTo(
                        "Snapshot not found: there is no \"c1/no\" on local:; `lxc list local:` shows the instances");
        assertThat(ClientRun.of(folder, "copy c1 b:c2 -s no").refused())
                .isEqualTo("Storage pool not found: there is no \"no\" on b:; `lxc storage list b:` shows them");
        target.sync("GET /1.0/instances/c2", "{}");
        assertThat(ClientRun.of(folder, "copy c1 b:c2").refused())
                .isEqualTo("An instance named \"c2\" already exists on b:; choose another name or delete it first");
        assertThat(target.changes()).isEmpty();
    }
}
