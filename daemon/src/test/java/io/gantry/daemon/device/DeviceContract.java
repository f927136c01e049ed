package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.device.host.Effects;
import io.gantry.daemon.device.host.FakeDeviceHost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.MemoryInstances;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdmapEntry;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for devices of every type. */
@SuppressWarnings("NullAway.Init") // made before each test
abstract class DeviceContract {
    static final DiskIdmap IDMAP = new DiskIdmap(List.of(IdmapEntry.both(1_000_000, 0, 65_536)));
    private static final long PID = 4711;
    private static final String DEVICE = "thing";

    @TempDir
    Path directory;

    final Effects effects = new Effects();
    FakeDeviceHost host;
    private final MemoryInstances instances = new MemoryInstances();
    private InstanceDevices devices;

    /** A description of the type, for which the host has all that it needs. */
    abstract Map<String, String> description() throws IOException;

    abstract Class<? extends Device> type();

    /** What liblxc is told of it; {@code DIR} stands for the directory of the test. */
    abstract List<String> lxcLines();

    /** A description of what the host does not have; empty for a type that needs nothing. */
    Optional<Map<String, String>> missing() {
        return Optional.empty();
    }

    /** A description that a running container follows without losing the device; empty where there is none. */
    Optional<Map<String, String>> changedLive() {
        return Optional.empty();
    }

    /** Whether a running container can get it and lose it. */
    boolean isPluggable() {
        return true;
    }

    @BeforeEach
    void make() throws IOException {
        host = new FakeDeviceHost(directory.resolve("lxd"), effects)
                .withLink("br0")
                .withLink("eth7");
        devices = new InstanceDevices(
                host.host(), instances, _ -> OptionalLong.of(PID), instance -> new DeviceOwner(instance, IDMAP));
        Files.createDirectories(directory.resolve("rootfs"));
    }

    @AfterEach
    void close() {
        devices.close();
    }

    private ExpandedInstance instance(Map<String, String> description) {
        return instances.add(
                "c1",
                Map.of("volatile.thing.hwaddr", "00:16:3e:00:00:01", "volatile.thing.name", "eth0"),
                Map.of(DEVICE, description));
    }

    private ExpandedInstance without() {
        return instances.add("c1", Map.of(), Map.of());
    }

    private static DeviceOwner owner(ExpandedInstance instance) {
        return new DeviceOwner(instance, IDMAP);
    }

    private List<String> prepare(ExpandedInstance instance) {
        try (var undo = new Rollback()) {
            var plan = new StartPlan(directory.resolve("rootfs"), undo);
            devices.prepare(owner(instance), plan);
            undo.keep();
            return plan.lxcLines().stream()
                    .map(line -> line.replace(directory.toString(), "DIR"))
                    .toList();
        }
    }

    /** The lines for an instance that has this device alone. */
    List<String> prepareAlone(Map<String, String> description) {
        return prepare(instance(description));
    }

    /** The lines for an instance that has these devices. */
    List<String> prepareAll(Map<String, Map<String, String>> described) {
        return prepare(instances.add("c1", Map.of(), described));
    }

    private void change(ExpandedInstance before, ExpandedInstance after) {
        try (var undo = new Rollback()) {
            devices.change(owner(before), owner(after), PID, undo);
            undo.keep();
        }
    }

    @Test
    void isFoundByItsDescription() throws IOException {
        assertThat(DeviceTypes.of(instance(description()))).singleElement().isInstanceOf(type());
    }

    @Test
    void isEqualWhenDescribedEqually() throws IOException {
        assertThat(DeviceTypes.of(instance(description()))).isEqualTo(DeviceTypes.of(instance(description())));
    }

    @Test
    void tellsLiblxcWhatTheContainerGets() throws IOException {
        assertThat(prepare(instance(description()))).containsExactlyElementsOf(lxcLines());
    }

    @Test
    void afterTheEndTheHostIsAsBefore() throws IOException {
        List<String> before = host.state();
        ExpandedInstance instance = instance(description());
        prepare(instance);

        devices.release(instance.key());
        assertThat(host.state()).isEqualTo(before);
        devices.release(instance.key());
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aStartThatFailsAtAnyEffectLeavesNothing() throws IOException {
        ExpandedInstance instance = instance(description());
        List<String> before = host.state();
        prepare(instance);
        devices.release(instance.key());
        int all = countEffects(() -> prepare(instance));
        devices.release(instance.key());

        for (int number = 1; number <= all; number++) {
            effects.refuse(number);
            assertThatThrownBy(() -> prepare(instance))
                    .isInstanceOfSatisfying(
                            DaemonException.class,
                            failure -> assertThat(failure.category()).isEqualTo(FailureCategory.INVALID_REQUEST))
                    .hasMessageContainingAll("thing", "c1", "refused by the test");
            effects.refuseNone();
            assertThat(host.state()).as("after effect " + number).isEqualTo(before);
        }
    }

    private int countEffects(Runnable act) {
        effects.take();
        act.run();
        return effects.take().size();
    }

    @Test
    void aRunningContainerGetsItAndLosesIt() throws IOException {
        if (!isPluggable()) {
            return; // a container has it for its whole life
        }
        List<String> before = host.state();
        ExpandedInstance with = instance(description());
        change(without(), with);
        assertThat(host.state()).isNotEqualTo(before);

        ExpandedInstance plugged = instance(description());
        change(plugged, without());
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void pluggingThatFailsAtAnyEffectLeavesNothing() throws IOException {
        if (!isPluggable()) {
            return; // a container has it for its whole life
        }
        List<String> before = host.state();
        ExpandedInstance with = instance(description());
        int all = countEffects(() -> change(owned(Map.of()), with));
        change(with, owned(Map.of()));
        instance(description());
        assertThat(host.state()).isEqualTo(before);

        for (int number = 1; number <= all; number++) {
            effects.refuse(number);
            assertThatThrownBy(() -> change(owned(Map.of()), with))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContainingAll("thing", "c1", "refused by the test");
            effects.refuseNone();
            assertThat(host.state()).as("after effect " + number).isEqualTo(before);
        }
    }

    /** The instance with other devices, while its record stays. */
    private ExpandedInstance owned(Map<String, Map<String, String>> described) {
        ExpandedInstance now = instances.list().getFirst();
        return new ExpandedInstance(now.record(), now.config(), described);
    }

    @Test
    void whatTheContainerLostBeforeIsTakenAwayAllTheSame() throws IOException {
        List<String> before = host.state();

        change(instance(description()), without());

        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aDescriptionThatStaysIsNoChange() throws IOException {
        ExpandedInstance instance = instance(description());
        effects.take();

        change(instance, instance);

        assertThat(effects.take()).isEmpty();
    }

    @Test
    void aRunningContainerFollowsWithoutLosingIt() throws IOException {
        if (changedLive().isEmpty()) {
            return; // nothing of it changes live
        }
        ExpandedInstance before = instance(description());
        change(without(), before);
        effects.take();

        ExpandedInstance after = instance(changedLive().orElseThrow());
        change(before, after);

        assertThat(effects.take()).isNotEmpty().noneMatch(effect -> effect.matches("(add|remove|unmount|mount) .*"));
        change(after, without());
    }

    @Test
    void whatTheHostLacksIsRefusedBeforeAnythingIsDone() {
        if (missing().isEmpty()) {
            return; // needs nothing of the host
        }
        ExpandedInstance instance = instance(missing().orElseThrow());
        List<String> before = host.state();

        assertThatThrownBy(() -> prepare(instance))
                .isInstanceOf(DaemonException.class)
                .hasMessageContainingAll("thing", "c1")
                .hasMessageMatching(".*(create it|required=false|plug it in).*");
        assertThatThrownBy(() -> change(without(), instance)).isInstanceOf(DaemonException.class);
        assertThat(host.state()).isEqualTo(before);
        assertThat(effects.take()).isEmpty();
    }

    @Test
    void aNameThatIsAPathStaysInItsFolder() throws IOException {
        var described = new HashMap<String, Map<String, String>>();
        described.put("../../../outside", description());
        ExpandedInstance instance = instances.add("c1", Map.of(), described);
        try (var undo = new Rollback()) {
            devices.prepare(owner(instance), new StartPlan(directory.resolve("rootfs"), undo));
            assertThat(directory.resolve("outside")).doesNotExist();
            assertThat(directory.resolve("lxd/outside")).doesNotExist();
        }
        assertThat(directory.resolveSibling("outside")).doesNotExist();
    }
}
