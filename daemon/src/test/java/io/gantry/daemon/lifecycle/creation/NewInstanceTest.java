package io.gantry.daemon.lifecycle.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.lifecycle.ActTools;
import io.gantry.daemon.lifecycle.InterfaceDefaults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records that requests for instances become. */
class NewInstanceTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final String TRAVELLED = "5a4e1f0c-7d2b-4c57-9a35-0c8f3a0c1d2e";
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final InstanceSettings ORIGINAL = new InstanceSettings(
            "i686",
            true,
            false,
            "the original",
            Map.of(
                    "user.a",
                    "original",
                    "user.b",
                    "original",
                    "volatile.uuid",
                    "original",
                    "volatile.cloud-init.instance-id",
                    "original",
                    "volatile.base_image",
                    "ab",
                    "volatile.last_state.idmap",
                    "shifted",
                    "volatile.last_state.power",
                    "RUNNING",
                    "volatile.n.hwaddr",
                    "00:16:3e:00:00:01"),
            Map.of("root", ActTools.root("q"), "n", Map.of("type", "nic", "nictype", "p2p")),
            List.of("default", "web"));

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private ActTools host;
    private NewInstance newInstance;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        host.profile("default", Map.of("user.profile", "1"), Map.of("root", ActTools.root("p")));
        host.profile("web", Map.of(), Map.of());
        newInstance = new NewInstance(
                host.tools().instances(),
                new InterfaceDefaults(new Random(1)),
                this::requireDevices,
                config -> asked.add("rules " + config),
                host.tools().newIds());
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void requireDevices(Map<String, Map<String, String>> devices) {
        if (devices.containsKey("missing")) {
            throw DaemonException.notFound("no missing here");
        }
        asked.add("devices " + devices.keySet());
    }

    private InstanceRecord record(InstancesPost request) {
        return newInstance.record(C1, new InstanceDraft(request), NOW);
    }

    private InstanceRecord copy(InstancesPost request) {
        return newInstance.record(C1, new InstanceDraft(request, Optional.of(ORIGINAL)), NOW);
    }

    private static InstancesPost.Builder request() {
        return InstancesPost.container("c1").source(InstanceSource.none());
    }

    @Test
    void whatIsLeftOpenHasDefaults() {
        InstanceRecord record = record(request().build());

        assertThat(record.key()).isEqualTo(C1);
        assertThat(record.pool()).isEqualTo("p");
        assertThat(record.createdAt()).isEqualTo(NOW);
        assertThat(record.lastUsedAt()).isEqualTo(Instant.EPOCH);
        assertThat(record.profiles()).containsExactly("default");
        assertThat(record.devices()).isEmpty();
        assertThat(record.ephemeral()).isFalse();
        assertThat(record.description()).isEmpty();
        assertThat(record.architecture()).isNotEmpty();
        assertThat(record.config())
                .containsOnlyKeys("volatile.uuid", "volatile.cloud-init.instance-id", "volatile.last_state.idmap")
                .containsEntry("volatile.last_state.idmap", "[]");
        assertThat(asked).containsExactly("rules {}", "devices [root]");
    }

    @Test
    void whatIsSaidCounts() {
        InstanceRecord record = record(request()
                .architecture("i686")
                .ephemeral(true)
                .description("said")
                .config(Map.of("user.a", "1", "volatile.last_state.power", "RUNNING"))
                .devices(Map.of("disk", ActTools.root("q"), "n", Map.of("type", "nic", "nictype", "p2p")))
                .profiles(List.of("web"))
                .instanceType("c2")
                .build());

        assertThat(record.pool()).isEqualTo("q");
        assertThat(record.architecture()).isEqualTo("i686");
        assertThat(record.ephemeral()).isTrue();
        assertThat(record.description()).isEqualTo("said");
        assertThat(record.profiles()).containsExactly("web");
        assertThat(record.devices()).containsOnlyKeys("disk", "n");
        assertThat(record.config())
                .containsEntry("user.a", "1")
                .containsEntry("limits.cpu", "2")
                .containsEntry("volatile.n.name", "eth0")
                .containsKey("volatile.n.hwaddr")
                .doesNotContainKey("volatile.last_state.power");
    }

    @Test
    void whatIsSaidGoesBeforeTheInstanceType() {
        assertThat(record(request()
                                .instanceType("c2-m1")
                                .config(Map.of("limits.cpu", "3"))
                                .build())
                        .config())
                .containsEntry("limits.cpu", "3")
                .containsEntry("limits.memory", "1024MB");
    }

    @Test
    void aCopyHasWhatItsOriginalHasButItsIdentity() {
        InstanceRecord copy = copy(request().config(Map.of("user.b", "own")).build());

        assertThat(copy.pool()).isEqualTo("q");
        assertThat(copy.architecture()).isEqualTo("i686");
        assertThat(copy.description()).isEqualTo("the original");
        assertThat(copy.profiles()).containsExactly("default", "web");
        assertThat(copy.devices()).isEqualTo(ORIGINAL.devices());
        // A copy of an ephemeral instance stays, unless it is to be one too.
        assertThat(copy.ephemeral()).isFalse();
        assertThat(copy.config())
                .containsEntry("user.a", "original")
                .containsEntry("user.b", "own")
                .containsEntry("volatile.base_image", "ab")
                .containsEntry("volatile.last_state.idmap", "shifted")
                .doesNotContainKey("volatile.last_state.power");
        for (String key : List.of("volatile.uuid", "volatile.cloud-init.instance-id", "volatile.n.hwaddr")) {
            assertThat(copy.config().get(key))
                    .isNotNull()
                    .isNotIn(ORIGINAL.config().values());
        }
    }

    @Test
    void aCopyMayBeGivenAllOfItsOwn() {
        InstanceRecord copy = copy(request()
                .architecture("x86_64")
                .description("own")
                .profiles(List.of())
                .devices(Map.of("root", ActTools.root("p")))
                .build());

        assertThat(copy.pool()).isEqualTo("p");
        assertThat(copy.architecture()).isEqualTo("x86_64");
        assertThat(copy.description()).isEqualTo("own");
        assertThat(copy.profiles()).isEmpty();
        assertThat(copy.devices()).containsOnlyKeys("root", "n").containsEntry("root", ActTools.root("p"));
    }

    /** What another host had is not this user's doing, and an instance that travels keeps its identity. */
    @Test
    void whatComesFromElsewhereIsNotJudgedByThisHost() {
        InstancesPost request = request()
                .source(InstanceSource.push())
                .config(Map.of("volatile.uuid", TRAVELLED, "volatile.last_state.power", "RUNNING"))
                .build();

        InstanceRecord record = record(request);

        assertThat(asked).containsExactly("devices [root]");
        assertThat(record.config())
                .containsEntry("volatile.uuid", TRAVELLED)
                .doesNotContainKey("volatile.last_state.power");
        assertThat(record(request().config(Map.of("volatile.uuid", TRAVELLED)).build())
                        .config())
                .doesNotContainEntry("volatile.uuid", TRAVELLED);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> record(request()
                        .devices(Map.of("missing", Map.of("type", "none")))
                        .build()))
                .hasMessage("no missing here");
        assertThatThrownBy(() -> record(request().profiles(List.of("gone")).build()))
                .hasMessageStartingWith("Profile not found: gone");
        assertThatThrownBy(() -> record(request().profiles(List.of()).build())).hasMessageContaining("root");
        assertThatThrownBy(() -> record(request().type("virtual-machine").build()))
                .hasMessageContaining("virtual machines are not supported");
        assertThatThrownBy(() -> record(request().stateful(true).build())).hasMessageContaining("--stateless");
        // One disk of the profile and one of its own, both of the path /.
        assertThatThrownBy(() -> record(
                        request().devices(Map.of("disk", ActTools.root("q"))).build()))
                .hasMessageContaining("more than one disk with the path /");
    }

    @Test
    void whatTheHostRefusesIsRefused() {
        var strict = new NewInstance(
                host.tools().instances(),
                new InterfaceDefaults(new Random(1)),
                this::requireDevices,
                config -> {
                    throw DaemonException.invalid("raw.lxc: " + config.get("raw.lxc"));
                },
                host.tools().newIds());
        InstancesPost request =
                request().config(Map.of("raw.lxc", "lxc.nothing = 1")).build();

        assertThatThrownBy(() -> strict.record(C1, new InstanceDraft(request), NOW))
                .hasMessage("raw.lxc: lxc.nothing = 1");
    }
}
