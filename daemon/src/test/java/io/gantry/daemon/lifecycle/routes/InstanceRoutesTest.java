package io.gantry.daemon.lifecycle.routes;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Instance;
import io.gantry.api.InstanceFull;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.InstanceState;
import io.gantry.client.server.ApiException;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients read of instances, and what becomes of what they write. */
class InstanceRoutesTest {
    private static final String ALL = "/1.0/instances";
    private static final String C1 = "/1.0/instances/c1";
    private static final Map<String, String> ROOT = Map.of("type", "disk", "path", "/", "pool", "p");

    @TempDir
    Path folder;

    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new TestHost(folder.resolve("lxd")).start();
        TestInstances.prepare(daemon);
    }

    @AfterEach
    void end() throws IOException {
        try {
            daemon.requireSettled();
        } finally {
            daemon.close();
        }
    }

    private void patch(Map<String, Object> changes) throws IOException {
        daemon.api().send("PATCH", C1, changes);
    }

    private void replace(Map<String, Object> whole) throws IOException {
        daemon.done("PUT", C1, whole);
    }

    private static String filtered(String path, String filter) {
        return path + (path.contains("?") ? "&" : "?") + "filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    private String version(String path) throws IOException {
        return Objects.requireNonNull(daemon.api().versioned(path).version());
    }

    @Test
    void listsNameTheRootThatWasAsked() throws IOException {
        TestInstances.make(daemon, "c2");

        assertThat(daemon.api().list(ALL, String.class)).containsExactly(C1, "/1.0/instances/c2");
        assertThat(daemon.api().list("/1.0/containers", String.class))
                .containsExactly("/1.0/containers/c1", "/1.0/containers/c2");
    }

    @Test
    void listsHoldAsMuchAsIsAskedFor() throws IOException {
        daemon.done("PUT", C1 + "/state", Map.of("action", "start"));
        TestInstances.make(daemon, "c2");

        assertThat(daemon.api().list(ALL + "?recursion=1", Instance.class))
                .containsExactly(instance(daemon, "c1"), instance(daemon, "c2"));
        List<InstanceFull> full = daemon.api().list(ALL + "?recursion=2", InstanceFull.class);
        assertThat(full).extracting(InstanceFull::name).containsExactly("c1", "c2");
        assertThat(full.getFirst().state()).isEqualTo(daemon.api().get(C1 + "/state", InstanceState.class));
        assertThat(full.getFirst().snapshots())
                .isEqualTo(daemon.api().list(C1 + "/snapshots?recursion=1", InstanceSnapshot.class));
        assertThat(full.getLast().snapshots()).isNull();
        // Only the longest lists have it.
        assertThat(daemon.api().trees(ALL + "?recursion=1"))
                .hasSize(2)
                .noneMatch(tree ->
                        tree instanceof Map<?, ?> map && (map.get("state") != null || map.get("snapshots") != null));
    }

    @Test
    void filtersChooseFromListsOfEveryDepth() throws IOException {
        TestInstances.make(daemon, "c2");
        daemon.done("PUT", C1 + "/state", Map.of("action", "start"));

        for (String filter : List.of("name eq c1", "status eq Running", "name ne c2 and type eq container")) {
            assertThat(daemon.api().list(filtered(ALL, filter), String.class)).containsExactly(C1);
            assertThat(daemon.api().list(filtered(ALL + "?recursion=1", filter), Instance.class))
                    .extracting(Instance::name)
                    .containsExactly("c1");
            assertThat(daemon.api().list(filtered(ALL + "?recursion=2", filter), InstanceFull.class))
                    .extracting(InstanceFull::name)
                    .containsExactly("c1");
        }
        assertThat(daemon.api().list(filtered(ALL, "name eq c3"), String.class)).isEmpty();
        assertThat(daemon.api().list(ALL + "?filter=", String.class)).hasSize(2);
        assertThatThrownBy(() -> daemon.api().list(filtered(ALL, "name is c1"), String.class))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void anInstanceIsShownWithAllThatAppliesToIt() throws IOException {
        Instant made = daemon.host().clock().instant();
        daemon.api().send("PATCH", "/1.0/profiles/default", Map.of("config", Map.of("user.a", "profile")));
        daemon.done(
                "POST",
                ALL,
                Map.of(
                        "name",
                        "c2",
                        "source",
                        Map.of("type", "none"),
                        "ephemeral",
                        true,
                        "description",
                        "the second",
                        "config",
                        Map.of("user.b", "own"),
                        "devices",
                        Map.of("shared", Map.of("type", "none"))));

        Instance c2 = instance(daemon, "c2");
        assertThat(c2.name()).isEqualTo("c2");
        assertThat(c2.description()).isEqualTo("the second");
        assertThat(c2.ephemeral()).isTrue();
        assertThat(c2.stateful()).isFalse();
        assertThat(c2.profiles()).containsExactly("default");
        assertThat(c2.config()).containsEntry("user.b", "own").doesNotContainKey("user.a");
        assertThat(c2.expandedConfig()).containsAllEntriesOf(c2.config()).containsEntry("user.a", "profile");
        assertThat(c2.devices()).isEqualTo(Map.of("shared", Map.of("type", "none")));
        assertThat(c2.expandedDevices()).isEqualTo(Map.of("shared", Map.of("type", "none"), "root", ROOT));
        assertThat(c2.createdAt()).isEqualTo(made);
        assertThat(c2.lastUsedAt()).isEqualTo(Instant.EPOCH);
        assertThat(c2.status()).isEqualTo("Stopped");
        assertThat(c2.statusCode()).isEqualTo(102);
        assertThat(List.of(c2.location(), c2.type(), c2.project())).containsExactly("none", "container", "default");
        assertThat(c2.architecture())
                .isEqualTo(instance(daemon, "c1").architecture())
                .isNotEmpty();
    }

    @Test
    void oneInstanceCanBeShownWithItsState() throws IOException {
        patch(Map.of("description", "the first", "config", Map.of("user.a", "1"), "ephemeral", true));
        Instance view = instance(daemon, "c1");

        InstanceFull full = daemon.api().get(C1 + "?recursion=1", InstanceFull.class);

        assertThat(full.architecture()).isEqualTo(view.architecture());
        assertThat(full.config()).isEqualTo(view.config());
        assertThat(full.devices()).isEqualTo(view.devices());
        assertThat(full.ephemeral()).isTrue();
        assertThat(full.profiles()).isEqualTo(view.profiles());
        assertThat(full.stateful()).isFalse();
        assertThat(full.description()).isEqualTo("the first");
        assertThat(full.createdAt()).isEqualTo(view.createdAt());
        assertThat(full.expandedConfig()).isEqualTo(view.expandedConfig());
        assertThat(full.expandedDevices()).isEqualTo(view.expandedDevices());
        assertThat(full.status()).isEqualTo("Stopped");
        assertThat(full.statusCode()).isEqualTo(view.statusCode());
        assertThat(full.lastUsedAt()).isEqualTo(view.lastUsedAt());
        assertThat(List.of(full.location(), full.type(), full.project()))
                .containsExactly(view.location(), view.type(), view.project());
        assertThat(full.snapshots()).extracting(InstanceSnapshot::name).containsExactly("s");
        assertThat(full.state()).isNotNull();
    }

    @Test
    void theVersionChangesWithAllThatCanBeChanged() throws IOException {
        var versions = new ArrayList<String>();
        versions.add(version(C1));
        assertThat(version(C1)).isEqualTo(versions.getFirst());
        List<Map<String, Object>> changes = List.of(
                Map.of("config", Map.of("user.a", "1")),
                Map.of("devices", Map.of("d", Map.of("type", "none"))),
                Map.of("ephemeral", true),
                Map.of("description", "changed"),
                Map.of("profiles", List.of("default", "default")),
                Map.of("architecture", "i686"));
        for (Map<String, Object> change : changes) {
            patch(change);
            versions.add(version(C1));
        }

        assertThat(versions).doesNotHaveDuplicates().hasSize(changes.size() + 1);
    }

    @Test
    void whatHasChangedSinceItWasReadIsNotOverwritten() throws IOException {
        String old = version(C1);
        daemon.api().send("PATCH", C1, Map.of("description", "first"), old);

        for (String method : List.of("PUT", "PATCH")) {
            assertThatThrownBy(() -> daemon.api().send(method, C1, Map.of("description", "second"), old))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(412));
        }
        assertThat(instance(daemon, "c1").description()).isEqualTo("first");
        daemon.api().send("PATCH", C1, Map.of("description", "second"), version(C1));
        assertThat(instance(daemon, "c1").description()).isEqualTo("second");
    }

    /** A configuration without a version may be of another time, or of another instance. */
    @Test
    void factsInAConfigurationCountOnlyWithItsVersion() throws IOException {
        Map<String, Object> whole = Map.of(
                "config",
                Map.of("volatile.last_state.power", "RUNNING", "user.a", "1"),
                "profiles",
                List.of("default"));

        assertThatThrownBy(() -> daemon.api().send("PUT", C1, whole, version(C1)))
                .hasMessageContaining("volatile.last_state.power says what is so on this host");
        replace(whole);

        assertThat(instance(daemon, "c1").config())
                .containsEntry("user.a", "1")
                .doesNotContainEntry("volatile.last_state.power", "RUNNING");
    }

    @Test
    void aPatchChangesWhatItNamesAndNothingElse() throws IOException {
        replace(Map.of(
                "config",
                Map.of("user.a", "1", "user.b", "1"),
                "devices",
                Map.of("x", Map.of("type", "none"), "y", Map.of("type", "none")),
                "ephemeral",
                true,
                "description",
                "before",
                "profiles",
                List.of("default")));
        Instance before = instance(daemon, "c1");

        var config = new HashMap<String, @Nullable Object>();
        config.put("user.b", "2");
        config.put("user.a", null);
        patch(Map.of("config", config));
        assertThat(instance(daemon, "c1").config()).containsEntry("user.b", "2").doesNotContainKey("user.a");
        patch(Map.of("devices", Map.of("y", Map.of("type", "nic", "nictype", "p2p"))));

        Instance after = instance(daemon, "c1");
        assertThat(after.devices())
                .isEqualTo(Map.of("x", Map.of("type", "none"), "y", Map.of("type", "nic", "nictype", "p2p")));
        assertThat(after.config()).containsEntry("user.b", "2");
        assertThat(after.ephemeral()).isTrue();
        assertThat(after.description()).isEqualTo("before");
        assertThat(after.profiles()).isEqualTo(before.profiles());
        assertThat(after.architecture()).isEqualTo(before.architecture());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
    }

    @Test
    void aPatchMayChangeEachField() throws IOException {
        daemon.api().send("POST", "/1.0/profiles", Map.of("name", "web", "config", Map.of("user.web", "1")));

        patch(Map.of(
                "architecture",
                "i686",
                "ephemeral",
                true,
                "description",
                "changed",
                "profiles",
                List.of("default", "web")));

        Instance after = instance(daemon, "c1");
        assertThat(after.architecture()).isEqualTo("i686");
        assertThat(after.ephemeral()).isTrue();
        assertThat(after.description()).isEqualTo("changed");
        assertThat(after.profiles()).containsExactly("default", "web");
        assertThat(after.expandedConfig()).containsEntry("user.web", "1");
    }

    @Test
    void whatIsReplacedKeepsNothingButWhatTheDaemonKnows() throws IOException {
        patch(Map.of(
                "config",
                Map.of("user.a", "1"),
                "description",
                "before",
                "ephemeral",
                true,
                "devices",
                Map.of("n", Map.of("type", "nic", "nictype", "p2p"))));
        Instance before = instance(daemon, "c1");
        assertThat(before.config()).containsKeys("volatile.n.hwaddr", "volatile.n.name", "volatile.uuid");

        replace(Map.of());

        Instance after = instance(daemon, "c1");
        assertThat(after.config())
                .containsEntry("volatile.uuid", before.config().getOrDefault("volatile.uuid", "none"))
                .doesNotContainKeys("user.a", "volatile.n.hwaddr", "volatile.n.name");
        assertThat(after.description()).isEmpty();
        assertThat(after.ephemeral()).isFalse();
        assertThat(after.devices()).isEmpty();
        assertThat(after.profiles()).containsExactly("default");
        assertThat(after.architecture()).isEqualTo(before.architecture());
    }

    @Test
    void anEmptyValueUnsetsAKey() throws IOException {
        replace(Map.of("config", Map.of("user.a", "", "user.b", "1")));

        assertThat(instance(daemon, "c1").config()).doesNotContainKey("user.a").containsEntry("user.b", "1");
    }

    @Test
    void whoseIsNotThereIsNotFound() {
        for (String path : List.of("", "/state", "/logs", "/snapshots", "/snapshots/s", "/logs/lxc.log")) {
            assertThatThrownBy(() -> daemon.api().tree("/1.0/instances/nobody" + path))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.isNotFound()).isTrue())
                    .hasMessage("Instance not found: nobody");
        }
        assertThatThrownBy(() -> daemon.api().send("PATCH", "/1.0/instances/nobody", Map.of()))
                .hasMessage("Instance not found: nobody");
        assertThatThrownBy(() -> daemon.api().start("PUT", "/1.0/instances/nobody/state", Map.of("action", "start")))
                .hasMessage("Instance not found: nobody");
    }

    @Test
    void theStateFollowsWhatIsDone() throws IOException {
        record Step(String action, String status, int code) {}
        for (Step step : List.of(
                new Step("start", "Running", 103),
                new Step("freeze", "Frozen", 110),
                new Step("unfreeze", "Running", 103),
                new Step("restart", "Running", 103),
                new Step("stop", "Stopped", 102))) {
            daemon.done("PUT", "/1.0/containers/c1/state", Map.of("action", step.action()));

            InstanceState state = daemon.api().get(C1 + "/state", InstanceState.class);
            assertThat(List.of(state.status(), state.statusCode())).containsExactly(step.status(), step.code());
            assertThat(instance(daemon, "c1").statusCode()).isEqualTo(step.code());
        }
    }

    @Test
    void olderClientsDoAllAtContainers() throws IOException {
        daemon.done("POST", "/1.0/containers", Map.of("name", "c2", "source", TestInstances.copyOf("c1")));
        daemon.api().send("PATCH", "/1.0/containers/c2", Map.of("description", "old"));
        daemon.done("POST", "/1.0/containers/c2", Map.of("name", "c3"));
        assertThat(daemon.api().get("/1.0/containers/c3", Instance.class).description())
                .isEqualTo("old");
        assertThat(daemon.api().list("/1.0/containers/c3/snapshots", String.class))
                .containsExactly("/1.0/containers/c3/snapshots/s");
        daemon.host().clock().advance(Duration.ofSeconds(1));
        daemon.done("PUT", "/1.0/containers/c3", Map.of("restore", "s"));
        daemon.done("DELETE", "/1.0/containers/c3/snapshots/s", null);
        daemon.done("DELETE", "/1.0/containers/c3", null);

        TestInstances.requireInstances(daemon, "c1");
    }
}
