package io.gantry.daemon.runtime;

import static io.gantry.daemon.runtime.RuntimeBench.C1;
import static io.gantry.daemon.runtime.RuntimeBench.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, end and adoption: each effect, each refusal, each failure. */
@SuppressWarnings("NullAway.Init") // made before each test
class LxcRuntimeTest {
    private static final Map<String, String> CONFIG = Map.of(
            "volatile.eth0.hwaddr", "00:16:3e:00:00:01",
            "volatile.eth0.name", "eth0",
            "limits.memory", "64MiB",
            "limits.cpu", "1",
            "linux.kernel_modules", "no_such_module");

    @TempDir
    private Path directory;

    private RuntimeBench bench;

    @BeforeEach
    void make() throws IOException {
        bench = new RuntimeBench(directory);
        Files.createDirectories(directory.resolve("data"));
        bench.runtime().adopt();
        bench.effects.take();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Map<String, Map<String, String>> devices() {
        var devices = new TreeMap<>(ROOT);
        devices.put("eth0", Map.of("type", "nic", "nictype", "bridged", "parent", "br0", "host_name", "vethc1"));
        devices.put(
                "data",
                Map.of("type", "disk", "source", directory.resolve("data").toString(), "path", "/data"));
        devices.put("zero", Map.of("type", "unix-char", "source", "/dev/zero", "path", "/dev/zero2"));
        return devices;
    }

    private void add() {
        bench.instances.add("c1", CONFIG, devices());
    }

    private List<String> traces() throws IOException {
        return bench.traces();
    }

    @Test
    void aStartDoesAllOfThisInThisOrder() throws Exception {
        add();

        bench.runtime().start(C1);

        assertThat(bench.effects.take().stream()
                        .map(effect -> effect.replaceAll("vetp[0-9a-f]{8}", "PEER"))
                        .toList())
                .containsExactly(
                        "record c1",
                        "modprobe -b no_such_module",
                        "mount volume c1",
                        "give c1 to 1000000",
                        "templates START",
                        "join br0 00:16:3e:00:00:01",
                        "add pair vethc1 PEER in br0 address 00:16:3e:00:00:01",
                        "make node device.zero c 1:5 of 1000000:1000000, mode 660",
                        "make devlxd of c1",
                        "start c1",
                        "record c1",
                        "open devlxd of c1 for 1000000");
        assertThat(bench.event()).isEqualTo("instance-started c1");
        assertThat(bench.runtime().state(C1)).isInstanceOf(RunState.Running.class);
        assertThat(bench.option("volatile.last_state.power")).isEqualTo("RUNNING");
        assertThat(bench.option("volatile.eth0.host_name")).isEqualTo("vethc1");
        assertThat(bench.option("volatile.idmap.current"))
                .isEqualTo(bench.runtime().runningIdmap(C1).toJson());
        assertThat(bench.instances.find(C1).record().lastUsedAt()).isEqualTo(RuntimeBench.NOW);
        assertThat(directory.resolve("cgroups/c1")).exists();
        assertThat(directory.resolve("cgroup/lxc.payload.c1/cpuset.cpus")).isRegularFile();
    }

    @Test
    void aStartThatFailsAtAnyEffectLeavesNothing() throws Exception {
        add();
        bench.runtime().start(C1);
        int all = bench.effects.take().size();
        bench.runtime().kill(C1);
        assertThat(traces()).isEmpty();
        bench.event();
        bench.event();

        for (int number = 1; number <= all; number++) {
            bench.effects.take();
            bench.effects.refuse(number);
            assertThatThrownBy(() -> bench.runtime().start(C1))
                    .as("effect " + number)
                    .isInstanceOf(RuntimeException.class);
            bench.effects.refuseNone();
            assertThat(bench.lxc.isRunning("c1")).isFalse();
            assertThat(traces()).as("after effect " + number).isEmpty();
            assertThat(bench.runtime().state(C1)).isInstanceOf(RunState.Stopped.class);
        }
        bench.runtime().start(C1);
    }

    @Test
    void aStartMakesRoomOnTheCpusOfOthers() throws Exception {
        bench.instances.add("c1", Map.of("limits.cpu", "1"), ROOT);
        bench.runtime().start(C1);
        bench.instances.add("c2", Map.of("limits.cpu", "0-0"), ROOT);
        var other = new InstanceKey("default", "c2");

        bench.runtime().start(other);
        assertThat(cpus("c1")).isEqualTo("1");
        bench.runtime().kill(other);
        bench.event();
        bench.event();
        assertThat(bench.event()).isEqualTo("instance-stopped c2");
        assertThat(cpus("c1")).isEqualTo("0");
    }

    private String cpus(String name) throws IOException {
        return Files.readString(directory.resolve("cgroup/lxc.payload." + name + "/cpuset.cpus"))
                .strip();
    }

    private Map<String, Map<String, String>> awaited() {
        var devices = new TreeMap<>(ROOT);
        devices.put(
                "later",
                Map.of("type", "unix-char", "source", directory + "/later", "path", "/dev/x", "required", "false"));
        return devices;
    }

    /** As the host's node with that number: see the fake of nodes. */
    private void nodeAppears() {
        try {
            Files.writeString(directory.resolve("later"), "1:5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNodeThatAppearsDuringTheStartIsPluggedIn() {
        bench.instances.add("c1", Map.of(), awaited());
        bench.effects.when("start c1", this::nodeAppears);

        bench.runtime().start(C1);

        assertThat(bench.effects.take()).contains("mount device.later in c1 at dev/x");
    }

    @Test
    void aNodeThatAppearedWhileThereWasNoDaemonIsPluggedIn() throws Exception {
        bench.instances.add("c1", Map.of(), awaited());
        bench.runtime().start(C1);
        LxcRuntime next = bench.restarted();
        nodeAppears();

        next.adopt();

        assertThat(bench.effects.take()).contains("mount device.later in c1 at dev/x");
    }

    @Test
    void whatRunsIsNotStartedAgain() {
        add();
        bench.runtime().start(C1);

        assertThatThrownBy(() -> bench.runtime().start(C1))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.CONFLICT))
                .hasMessageContaining("already running");
    }

    @Test
    void aPoolThatCannotShiftIsRefusedForAnUnprivilegedInstanceOnly() {
        bench.pools.cannotShift();
        add();
        assertThatThrownBy(() -> bench.runtime().start(C1)).hasMessageContainingAll("c1", "security.privileged");

        bench.instances.add("c1", Map.of("security.privileged", "true"), ROOT);
        bench.runtime().start(C1);
    }

    @Test
    void whatDoesNotRunIsNotEndedHeldOrLetGo() {
        add();
        for (Runnable act : List.<Runnable>of(
                () -> bench.runtime().kill(C1),
                () -> bench.runtime().shutDown(C1, Duration.ofSeconds(1)),
                () -> bench.runtime().freeze(C1),
                () -> bench.runtime().unfreeze(C1),
                () -> bench.runtime().runningIdmap(C1))) {
            assertThatThrownBy(act::run)
                    .isInstanceOfSatisfying(
                            DaemonException.class,
                            failure -> assertThat(failure.category()).isEqualTo(FailureCategory.CONFLICT));
        }
        assertThat(bench.effects.take()).isEmpty();
    }

    @Test
    void anEndGivesAllBackAndIsTold() throws Exception {
        add();
        bench.runtime().start(C1);
        bench.effects.take();
        bench.event();

        bench.runtime().shutDown(C1, Duration.ofSeconds(30));

        assertThat(bench.effects.take())
                .containsExactly(
                        "ask c1",
                        "end what is left of 5000",
                        "remove vethc1",
                        "close devlxd of c1",
                        "unmount volume c1",
                        "record c1");
        assertThat(traces()).isEmpty();
        assertThat(bench.event()).isEqualTo("instance-stopped c1");
        assertThat(bench.option("volatile.last_state.power")).isEqualTo("STOPPED");
        assertThat(bench.option("volatile.eth0.host_name")).isEmpty();
        assertThat(bench.runtime().state(C1)).isInstanceOf(RunState.Stopped.class);
    }

    @Test
    void oneThatHearsNothingIsNamedAndRunsOn() {
        add();
        bench.runtime().start(C1);
        bench.lxc.hearsNothing("c1");

        assertThatThrownBy(() -> bench.runtime().shutDown(C1, Duration.ofMillis(1)))
                .hasMessageContainingAll("c1 still runs", "--force");
        assertThat(bench.runtime().state(C1).isActive()).isTrue();

        bench.runtime().kill(C1);
        assertThat(bench.runtime().state(C1).isActive()).isFalse();
    }

    @Test
    void anEndThatLiblxcRefusesIsNamed() {
        add();
        bench.runtime().start(C1);
        bench.effects.refuseAll("kill");

        assertThatThrownBy(() -> bench.runtime().kill(C1)).hasMessageContainingAll("c1", "refused by the test");
        bench.effects.refuseNone();
    }

    /** A failing step used to skip all that came after it. */
    @Test
    void whateverFailsAtTheEndTheRestIsGivenBack() throws Exception {
        List<String> steps = List.of("end what is left", "remove vethc1", "close devlxd", "unmount volume", "record");
        for (String refused : steps) {
            add();
            bench.runtime().start(C1);
            bench.event();
            bench.effects.take();
            bench.effects.refuseAll(refused);

            bench.runtime().kill(C1);

            assertThat(bench.event()).as(refused).isEqualTo("instance-stopped c1");
            bench.effects.refuseNone();
            List<String> done = bench.effects.take();
            assertThat(steps)
                    .filteredOn(step -> !step.equals(refused))
                    .allMatch(step -> done.stream().anyMatch(effect -> effect.startsWith(step)));
            assertThat(bench.runtime().state(C1).isActive()).isFalse();
            assertThat(bench.pools.mounted()).as(refused).isZero();
            assertThat(directory.resolve("cgroups/c1")).doesNotExist();
            assertThat(directory.resolve("devices/c1")).doesNotExist();
            assertThat(directory.resolve("shmounts/c1")).doesNotExist();
            if (!refused.equals("record")) {
                assertThat(bench.option("volatile.last_state.power"))
                        .as(refused)
                        .isEqualTo("STOPPED");
            }
            bench.host.host().links().remove(new InterfaceName("vethc1"));
        }
    }

    @Test
    void oneThatEndsByItselfIsReleasedToo() throws Exception {
        add();
        bench.runtime().start(C1);
        bench.event();

        bench.lxc.end("c1");

        assertThat(bench.event()).isEqualTo("instance-shutdown c1");
        assertThat(traces()).isEmpty();
    }

    @Test
    void anEphemeralOneIsDeletedWhenItEndsByItselfAndNotWhenSomebodyStopsIt() throws Exception {
        bench.instances.addEphemeral("c1", ROOT);
        bench.runtime().start(C1);
        bench.runtime().kill(C1);
        assertThat(bench.event()).isEqualTo("instance-started c1");
        assertThat(bench.event()).isEqualTo("instance-stopped c1");
        assertThat(bench.instances.deleted()).isEmpty();

        bench.runtime().start(C1);
        bench.event();
        bench.lxc.end("c1");
        assertThat(bench.event()).isEqualTo("instance-shutdown c1");
        bench.instances.awaitDeleted(C1);
    }

    @Test
    void processesAreHeldStillAndGoOn() throws Exception {
        add();
        bench.runtime().start(C1);
        bench.event();

        bench.runtime().freeze(C1);
        assertThat(bench.event()).isEqualTo("instance-paused c1");
        assertThat(bench.runtime().state(C1)).isInstanceOf(RunState.Frozen.class);

        bench.runtime().unfreeze(C1);
        assertThat(bench.event()).isEqualTo("instance-resumed c1");
        assertThat(bench.runtime().state(C1)).isInstanceOf(RunState.Running.class);
    }

    @Test
    void aHoldThatTheKernelRefusesIsNamedAndNotTold() throws Exception {
        add();
        bench.runtime().start(C1);
        bench.event();
        Files.delete(directory.resolve("cgroup/lxc.payload.c1/cgroup.freeze"));

        assertThatThrownBy(() -> bench.runtime().freeze(C1)).hasMessageContaining("c1 cannot be paused");
        assertThat(bench.events).isEmpty();
    }

    @Test
    void theNextDaemonTakesOverWhatRuns() throws Exception {
        add();
        bench.runtime().start(C1);
        bench.event();
        LxcRuntime next = bench.restarted();
        assertThat(next.state(C1).isActive()).isFalse();
        bench.effects.take();

        next.adopt();

        assertThat(next.state(C1)).isInstanceOf(RunState.Running.class);
        assertThat(bench.effects.take()).containsSubsequence("mount volume c1", "open devlxd of c1 for 1000000");
        bench.lxc.end("c1");
        assertThat(bench.event()).isEqualTo("instance-shutdown c1");
    }

    @Test
    void theNextDaemonReleasesWhatEndedMeanwhile() throws Exception {
        add();
        bench.runtime().start(C1);
        LxcRuntime next = bench.restarted();
        bench.lxc.end("c1");
        assertThat(traces()).isNotEmpty();

        next.adopt();

        assertThat(bench.effects.take()).contains("end all in c1", "remove vethc1");
        assertThat(bench.option("volatile.last_state.power")).isEqualTo("RUNNING");
        assertThat(bench.host.state()).doesNotContain("link vethc1");
        assertThat(directory.resolve("devices/c1")).doesNotExist();
        assertThat(directory.resolve("shmounts/c1")).doesNotExist();
    }

    @Test
    void whatADaemonWasKilledInTheMiddleOfStartingIsEnded() throws Exception {
        add();
        Files.createDirectories(directory.resolve("shmounts/c1"));
        bench.lxc.run("c1");

        bench.runtime().adopt();

        assertThat(bench.effects.take()).contains("kill c1");
        assertThat(directory.resolve("shmounts/c1")).doesNotExist();
        assertThat(bench.runtime().state(C1).isActive()).isFalse();
    }

    @Test
    void oneThatCannotBeTakenOverLeavesTheOthersToTheDaemon() throws Exception {
        add();
        bench.instances.add("c2", Map.of(), ROOT);
        var other = new InstanceKey("default", "c2");
        bench.runtime().start(C1);
        bench.runtime().start(other);
        LxcRuntime next = bench.restarted();
        bench.effects.refuseAll("mount volume c1");

        next.adopt();

        assertThat(next.state(other).isActive()).isTrue();
        assertThat(next.state(C1).isActive()).isFalse();
        bench.effects.refuseNone();
    }
}
