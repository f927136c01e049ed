package io.gantry.daemon.lifecycle.creation;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Instance;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for instances that are refused: at once, with what is wrong, and without a trace. */
class RefusedCreationTest {
    private static final Map<String, Object> NONE = Map.of("type", "none");

    @TempDir
    Path folder;

    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new TestHost(folder.resolve("lxd")).start();
        TestInstances.prepare(daemon);
        daemon.effects().count();
    }

    @AfterEach
    void end() throws IOException {
        try {
            daemon.requireSettled();
        } finally {
            daemon.close();
        }
    }

    private void refused(Map<String, Object> request, String message) throws IOException {
        assertThatThrownBy(() -> daemon.api().start("POST", "/1.0/instances", request))
                .hasMessageContaining(message);
        assertThat(daemon.effects().happened()).noneMatch(effect -> effect.contains("StoredIntents"));
        requireInstances(daemon, "c1");
        requireContent(daemon, "c1", "now", Map.of("s", "then"));
    }

    private static Map<String, Object> request(String field, Object value) {
        var request = new HashMap<String, Object>(Map.of("name", "c2", "source", NONE));
        request.put(field, value);
        return request;
    }

    @Test
    void names() throws IOException {
        for (String name : List.of("-c", "c-", "1c", "c_1", "c/1", "c 1", "c".repeat(64))) {
            refused(request("name", name), "Invalid instance name \"" + name + "\"");
        }
        refused(request("name", "c1"), "Instance \"c1\" already exists");
    }

    @Test
    void sources() throws IOException {
        refused(Map.of("name", "c2"), "the source of the instance is missing");
        refused(request("source", Map.of("type", "stone")), "Unknown source type stone");
        refused(request("source", Map.of("type", "copy")), "Must specify a source instance");
        refused(request("source", TestInstances.copyOf("nobody")), "Instance not found: nobody");
        refused(request("source", TestInstances.copyOf("c1/none")), "Snapshot not found: c1/none");
        refused(request("source", Map.of("type", "image", "fingerprint", "ab")), "Image not found");
        refused(request("source", Map.of("type", "none", "project", "other")), "Project not found: other");
        refused(request("source", Map.of("type", "migration", "mode", "pull")), "names no operation");
    }

    @Test
    void kinds() throws IOException {
        refused(request("type", "virtual-machine"), "virtual machines are not supported");
        refused(request("type", "jail"), "Invalid instance type: \"jail\"");
        refused(request("stateful", true), "the state of running processes cannot be copied");
        refused(request("architecture", "vax"), "Requested architecture isn't supported by this host: vax");
        refused(request("instance_type", "t9.huge"), "Provided instance type doesn't exist: t9.huge");
    }

    @Test
    void keysAndDevices() throws IOException {
        refused(request("config", Map.of("no.such", "1")), "no.such");
        refused(request("config", Map.of("limits.memory", "much")), "limits.memory");
        refused(request("devices", Map.of("d", Map.of("type", "teapot"))), "teapot");
        refused(request("profiles", List.of("default", "gone")), "Profile not found: gone");
        refused(request("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "gone"))), "gone");
        refused(request("profiles", List.of()), "root");
    }

    @Test
    void aBusyOriginal() throws IOException {
        daemon.done("POST", "/1.0/instances", Map.of("name", "c2", "source", TestInstances.copyOf("c1")));
        assertThatThrownBy(() -> daemon.done(
                        "POST", "/1.0/instances", Map.of("name", "c2", "source", TestInstances.copyOf("c1"))))
                .hasMessageContaining("Instance \"c2\" already exists");
        daemon.done("DELETE", "/1.0/instances/c2", null);
        // The refused copy has let go of its original.
        daemon.done("DELETE", "/1.0/instances/c1", null);
    }

    @Test
    void aRefusedCopyLetsGoOfItsOriginal() throws IOException {
        var request = new HashMap<>(request("source", TestInstances.copyOf("c1")));
        request.put("config", Map.of("no.such", "1"));
        refused(request, "no.such");

        daemon.done("DELETE", "/1.0/instances/c1", null);
    }

    @Test
    void refreshes() throws IOException {
        daemon.done("POST", "/1.0/instances", Map.of("name", "c2", "source", TestInstances.copyOf("c1")));
        assertThatThrownBy(() -> refresh("c2", Map.of("type", "none", "refresh", true)))
                .hasMessageContaining("Only copies can be refreshed");
        daemon.done("PUT", "/1.0/instances/c2/state", Map.of("action", "start"));
        assertThatThrownBy(() -> refresh("c2", Map.of("type", "copy", "source", "c1", "refresh", true)))
                .hasMessageContaining("Cannot refresh a running instance: stop c2 first");
        daemon.done("PUT", "/1.0/instances/c2/state", Map.of("action", "stop", "force", true));
        // Nobody holds the original.
        daemon.done("DELETE", "/1.0/instances/c1", null);
    }

    private void refresh(String name, Map<String, Object> source) throws IOException {
        daemon.done("POST", "/1.0/instances", Map.of("name", name, "source", source));
    }

    @Test
    void aRefreshOfWhatIsNotThereMakesIt() throws IOException {
        refresh("c2", Map.of("type", "copy", "source", "c1", "refresh", true));

        requireContent(daemon, "c2", "now", Map.of("s", "then"));
    }

    @Test
    void anInstanceWithoutANameGetsOne() throws IOException {
        daemon.done("POST", "/1.0/instances", Map.of("source", NONE));

        assertThat(daemon.api().list("/1.0/instances?recursion=1", Instance.class))
                .hasSize(2)
                .anySatisfy(made -> assertThat(made.name()).matches("[a-z]+-[a-z]+"));
    }

    @Test
    void aNewInstanceHasItsOwnIdentity() throws IOException {
        daemon.done("POST", "/1.0/instances", Map.of("name", "c2", "source", TestInstances.copyOf("c1")));

        Map<String, String> original = instance(daemon, "c1").config();
        Map<String, String> copy = instance(daemon, "c2").config();
        for (String key : List.of("volatile.uuid", "volatile.cloud-init.instance-id")) {
            assertThat(copy.get(key)).isNotBlank().isNotEqualTo(original.get(key));
        }
    }

    @Test
    void aCopyTakesOverWhatTheRequestLeavesOpen() throws IOException {
        daemon.api()
                .send(
                        "PATCH",
                        "/1.0/instances/c1",
                        Map.of("config", Map.of("user.a", "1", "user.b", "1"), "description", "the first"));

        daemon.done(
                "POST",
                "/1.0/instances",
                Map.of(
                        "name",
                        "c2",
                        "source",
                        TestInstances.copyOf("c1"),
                        "config",
                        Map.of("user.b", "2"),
                        "instance_type",
                        "c2-m1"));

        Instance copy = instance(daemon, "c2");
        assertThat(copy.description()).isEqualTo("the first");
        assertThat(copy.config())
                .containsEntry("user.a", "1")
                .containsEntry("user.b", "2")
                .containsEntry("limits.cpu", "2")
                .containsEntry("limits.memory", "1024MB");
    }

    @Test
    void interfacesGetAddressesAndNames() throws IOException {
        daemon.done(
                "POST",
                "/1.0/instances",
                Map.of("name", "c2", "source", NONE, "devices", Map.of("n1", Map.of("type", "nic", "nictype", "p2p"))));

        assertThat(instance(daemon, "c2").config())
                .hasEntrySatisfying(
                        "volatile.n1.hwaddr", address -> assertThat(address).startsWith("00:16:3e:"))
                .containsEntry("volatile.n1.name", "eth0");
    }
}
