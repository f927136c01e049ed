package io.gantry.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import io.gantry.cli.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private FakeServer server;

    @BeforeEach
    void start() {
        server = new FakeServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void instance(String name, String status, int code) {
        server.sync("GET /1.0/instances/" + name, """
                {"name": "%s", "status": "%s", "status_code": %d, "type": "container", "config": {}, "devices": {},
                 "expanded_config": {}, "expanded_devices": {"eth0": {"type": "nic"}}, "profiles": ["default"]}""".formatted(name, status, code));
    }

    @Test
    void infoShowsAnInstance() throws IOException {
        String all = Files.readString(Path.of("src/test/resources/recorded/instances.json"));
        String first = all.substring(all.indexOf('{'), all.indexOf(",\n {\"name\": \"db\""));
        server.sync("GET /1.0/instances/web1?recursion=1", first);
        server.raw(
                "GET /1.0/instances/web1/logs/lxc.log", 200, Map.of("Content-Type", "text/plain"), "line 1\nline 2\n");
        Golden.check("info.txt", ClientRun.of(folder, "info web1 --show-log").succeeded());
    }

    @Test
    void infoShowsAServerAndItsHardware() throws IOException {
        server.sync("GET /1.0/resources", Files.readString(Path.of("src/test/resources/recorded/resources.json")));
        Golden.check(
                "info-resources.txt", ClientRun.of(folder, "info --resources").succeeded());
        server.sync("GET /1.0", """
                {"api_extensions": ["a", "b"], "config": {}, "public": false, "auth_methods": ["tls"],
                 "environment": {"storage_supported_drivers": [{"Name": "dir", "Version": "1", "Remote": false}]}}""");
        Golden.check("info-server.yaml", ClientRun.of(folder, "info local:").succeeded());
    }

    @Test
    void deleteLooksAtAllBeforeItTakesOne() {
        instance("a", "Stopped", 102);
        server.success("DELETE /1.0/instances/a");
        assertThat(ClientRun.of(folder, "delete a nope").refused())
                .isEqualTo("Failed checking instance exists \"local:nope\": not found");
        assertThat(server.changes()).isEmpty();
        ClientRun.of(folder, "delete a").succeeded();
        assertThat(server.changes()).containsExactly("DELETE /1.0/instances/a");
    }

    @Test
    void aRunningInstanceIsDeletedByForceOnly() {
        instance("a", "Running", 103);
        server.success("PUT /1.0/instances/a/state").success("DELETE /1.0/instances/a");
        assertThat(ClientRun.of(folder, "delete a").refused())
                .contains("currently running")
                .contains("--force");
        assertThat(server.changes()).isEmpty();
        ClientRun.of(folder, "delete -f a").succeeded();
        assertThat(server.changes()).containsExactly("PUT /1.0/instances/a/state", "DELETE /1.0/instances/a");
    }

    @Test
    void deletingCanBeConfirmed() {
        instance("a", "Stopped", 102);
        server.success("DELETE /1.0/instances/a");
        ClientRun no = ClientRun.of(folder, FakeTerminal.typed("no\n"), "delete", "-i", "a");
        assertThat(no.out()).isEqualTo("Remove a (yes/no): ");
        assertThat(no.status()).isEqualTo(1);
        assertThat(ClientRun.of(folder, "delete -i a").err()).contains("leave out --interactive instead");
        assertThat(server.changes()).isEmpty();
        assertThat(ClientRun.of(folder, FakeTerminal.piped("yes\n"), "delete", "-i", "a")
                        .status())
                .isZero();
        assertThat(server.changes()).containsExactly("DELETE /1.0/instances/a");
    }

    @Test
    void startStopAndPauseSendTheStateOfEach() {
        instance("a", "Stopped", 102);
        instance("b", "Frozen", 110);
        server.success("PUT /1.0/instances/a/state").success("PUT /1.0/instances/b/state");
        ClientRun.of(folder, "start a b").succeeded();
        ClientRun.of(folder, "stop a --timeout 7").succeeded();
        ClientRun.of(folder, "stop a --force").succeeded();
        ClientRun.of(folder, "pause b").succeeded();
        ClientRun.of(folder, "restart b -f").succeeded();
        assertThat(server.requests().stream()
                        .filter(request -> request.method().equals("PUT"))
                        .map(FakeServer.Request::body))
                .containsExactly(
                        "{\"action\":\"start\",\"timeout\":-1,\"force\":false,\"stateful\":false}",
                        "{\"action\":\"unfreeze\",\"timeout\":-1,\"force\":false,\"stateful\":false}",
                        "{\"action\":\"stop\",\"timeout\":7,\"force\":false,\"stateful\":false}",
                        "{\"action\":\"stop\",\"timeout\":-1,\"force\":true,\"stateful\":false}",
                        "{\"action\":\"freeze\",\"timeout\":-1,\"force\":false,\"stateful\":false}",
                        "{\"action\":\"restart\",\"timeout\":-1,\"force\":true,\"stateful\":false}");
    }

    @Test
    void whatFailsAmongSeveralIsNamedAndTheOthersGoOn() {
        instance("b", "Stopped", 102);
        server.success("PUT /1.0/instances/b/state");
        ClientRun run = ClientRun.of(folder, "start a b");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("error: local:a: not found\nError: Some instances failed to start\n");
        assertThat(server.changes()).containsExactly("PUT /1.0/instances/b/state");
    }

    @Test
    void aFailedStartPointsToTheLog() {
        instance("a", "Stopped", 102);
        server.operation("PUT /1.0/instances/a/state", "o1", """
                {"id": "o1", "status": "Failure", "status_code": 400, "err": "no such mount"}""");
        assertThat(ClientRun.of(folder, "start a").refused())
                .isEqualTo("no such mount; try `lxc info --show-log local:a` for more info");
    }

    @Test
    void allMeansThoseThatTheActionConcerns() {
        server.sync("GET /1.0/instances?recursion=1", """
                [{"name": "a", "status": "Stopped", "status_code": 102}, {"name": "b", "status": "Running", "status_code": 103}]""");
        instance("a", "Stopped", 102);
        server.success("PUT /1.0/instances/a/state").success("PUT /1.0/instances/b/state");
        ClientRun.of(folder, "start --all").succeeded();
        ClientRun.of(folder, "stop --all local:").succeeded();
        assertThat(server.changes()).containsExactly("PUT /1.0/instances/a/state", "PUT /1.0/instances/b/state");
        assertThat(ClientRun.of(folder, "stop --all b").refused()).contains("both --all and the instance name");
    }

    @Test
    void launchTellsWhatItDoesAndWarnsOfAMissingNetwork() {
        server.sync("GET /1.0/images/aliases/bb", "{\"name\": \"bb\", \"target\": \"abc\"}");
        server.success("POST /1.0/instances").success("PUT /1.0/instances/c1/state");
        instance("c1", "Running", 103);
        assertThat(ClientRun.of(folder, "launch bb c1 -c user.a=b=c -p default -p web -e -t c0.5-m0.2")
                        .succeeded())
                .isEqualTo("Creating c1\nStarting c1\n");
        assertThat(server.sent("POST /1.0/instances").toString())
                .contains(
                        "config={user.a=b=c}",
                        "profiles=[default, web]",
                        "ephemeral=true",
                        "instance_type=c0.5-m0.2",
                        "fingerprint=abc");
        assertThat(ClientRun.of(folder, "launch -q bb c1").succeeded()).isEmpty();
        server.sync("GET /1.0/instances/c1", "{\"name\": \"c1\", \"expanded_devices\": {}}");
        assertThat(ClientRun.of(folder, "launch bb c1").err()).contains("doesn't have any network attached");
    }

    @Test
    void initReadsItsConfigurationFromStandardInput() {
        server.success("POST /1.0/instances");
        instance("c1", "Stopped", 102);
        ClientRun.of(
                        folder,
                        FakeTerminal.piped(
                                "config:\n  user.a: \"1\"\ndevices:\n  d:\n    type: none\ndescription: mine\n"),
                        "init",
                        "--empty",
                        "c1",
                        "-c",
                        "user.b=2")
                .succeeded();
        assertThat(server.sent("POST /1.0/instances").toString())
                .contains("config={user.a=1, user.b=2}", "devices={d={type=none}}", "description=mine", "type=none");
    }

    @Test
    void launchRefusesWhatIsNotThereByName() {
        server.sync("GET /1.0/images/aliases/bb", "{\"name\": \"bb\", \"target\": \"abc\"}");
        assertThat(ClientRun.of(folder, "launch nope").err())
                .contains("Error: Image not found: there is no \"nope\" on local:");
        assertThat(ClientRun.of(folder, "launch bb c1 -s nope").err()).contains("Failed loading storage pool \"nope\"");
        assertThat(ClientRun.of(folder, "launch bb c1 -n nope").err()).contains("Failed loading network \"nope\"");
        assertThat(ClientRun.of(folder, "launch bb c1 -d root").err())
                .contains("\"root\" is not of the form device,key=value");
        assertThat(server.changes()).isEmpty();
    }

    @Test
    void snapshotsAreTakenRestoredAndReplaced() {
        server.success("POST /1.0/instances/c1/snapshots").success("PUT /1.0/instances/c1");
        ClientRun.of(folder, "snapshot c1").succeeded();
        ClientRun.of(folder, "snapshot c1 s1 --no-expiry").succeeded();
        ClientRun.of(folder, "restore c1 s1").succeeded();
        ClientRun.of(folder, "restore c1 c1/s1").succeeded();
        server.sync("GET /1.0/instances/c1/snapshots/s1", "{}").success("DELETE /1.0/instances/c1/snapshots/s1");
        ClientRun.of(folder, "snapshot --reuse c1 s1").succeeded();
        assertThat(server.changes())
                .isEqualTo(List.of(
                        "POST /1.0/instances/c1/snapshots",
                        "POST /1.0/instances/c1/snapshots",
                        "PUT /1.0/instances/c1",
                        "PUT /1.0/instances/c1",
                        "DELETE /1.0/instances/c1/snapshots/s1",
                        "POST /1.0/instances/c1/snapshots"));
    }

    @Test
    void thingsAreRenamedOnTheirServer() {
        server.success("POST /1.0/instances/a").success("POST /1.0/instances/a/snapshots/s1");
        ClientRun.of(folder, "rename a b").succeeded();
        ClientRun.of(folder, "rename a/s1 s2").succeeded();
        ClientRun.of(folder, "rename a/s1 a/s2").succeeded();
        assertThat(ClientRun.of(folder, "rename a/s1 b/s2").refused()).contains("stays with its instance");
        assertThat(ClientRun.of(folder, "rename a b/s2").refused()).contains("cannot become the snapshot");
        assertThat(server.changes()).hasSize(3);
    }
}
