package io.gantry.daemon.runtime;

import static io.gantry.daemon.runtime.RuntimeBench.C1;
import static io.gantry.daemon.runtime.RuntimeBench.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running container follows, and what is taken back where something of it fails. */
@SuppressWarnings("NullAway.Init") // made before each test
class LxcLiveChangesTest {
    private static final Map<String, String> BEFORE = Map.of("limits.memory", "64MiB", "limits.processes", "100");

    @TempDir
    private Path directory;

    private RuntimeBench bench;

    @BeforeEach
    void make() throws IOException {
        bench = new RuntimeBench(directory);
        Files.createDirectories(directory.resolve("data"));
        bench.runtime().adopt();
        bench.instances.add("c1", BEFORE, ROOT);
        bench.runtime().start(C1);
        write("memory.max", "67108864");
        write("pids.max", "100");
        bench.effects.take();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Path group(String file) {
        return directory.resolve("cgroup/lxc.payload.c1").resolve(file);
    }

    private void write(String file, String value) throws IOException {
        Files.writeString(group(file), value);
    }

    /** What the container has of a control file. */
    private String limit(String file) throws IOException {
        return Files.readString(group(file)).strip();
    }

    private void change(Map<String, String> config, Map<String, Map<String, String>> devices) {
        ExpandedInstance before = bench.instances.find(C1);
        var newConfig = new HashMap<>(before.record().config());
        newConfig.putAll(config);
        newConfig.values().removeIf(String::isEmpty);
        var newDevices = new TreeMap<>(ROOT);
        newDevices.putAll(devices);
        bench.runtime().liveChanges().apply(before, new ExpandedInstance(before.record(), newConfig, newDevices));
    }

    private Map<String, Map<String, String>> disk() {
        return Map.of("data", Map.of("type", "disk", "source", directory + "/data", "path", "/data"));
    }

    @Test
    void limitsFollowUpAndDownAndGoAway() throws Exception {
        change(Map.of("limits.memory", "128MiB", "limits.cpu.priority", "5"), Map.of());
        assertThat(limit("memory.max")).isEqualTo("134217728");
        assertThat(limit("cpu.weight")).isEqualTo("95");
        assertThat(limit("pids.max")).isEqualTo("100");

        change(Map.of("limits.memory", "", "limits.processes", ""), Map.of());
        assertThat(limit("memory.max")).isEqualTo("max");
        assertThat(limit("pids.max")).isEqualTo("max");
    }

    @Test
    void cpusFollowTheKeyThatIsGoingToBeStored() throws Exception {
        change(Map.of("limits.cpu", "2-3"), Map.of());

        assertThat(limit("cpuset.cpus")).isEqualTo("2,3");
        bench.instances.add("c2", Map.of("limits.cpu", "4"), ROOT);
        bench.runtime().start(new InstanceKey("default", "c2"));
        assertThat(limit("cpuset.cpus")).isEqualTo("2,3");
    }

    @Test
    void withoutALimitAllCpusMayBeUsedAgain() throws Exception {
        change(Map.of("limits.cpu", "1"), Map.of());
        assertThat(limit("cpuset.cpus")).isEqualTo("0");

        bench.instances.add("c2", Map.of("limits.cpu", "1"), ROOT);
        bench.runtime().start(new InstanceKey("default", "c2"));
        var pinned = bench.instances.find(C1);
        var config = new HashMap<>(pinned.config());
        config.put("limits.cpu", "1");
        bench.runtime().liveChanges().apply(new ExpandedInstance(pinned.record(), config, pinned.devices()), pinned);
        assertThat(limit("cpuset.cpus")).isEqualTo("0-3");
    }

    @Test
    void devicesComeAndGo() throws Exception {
        change(Map.of(), disk());
        assertThat(bench.effects.take()).contains("mount data in c1 at data");

        ExpandedInstance now = bench.instances.find(C1);
        var with = new TreeMap<>(ROOT);
        with.putAll(disk());
        bench.runtime().liveChanges().apply(new ExpandedInstance(now.record(), now.config(), with), now);
        assertThat(bench.effects.take()).contains("unmount in c1 at data");
    }

    @Test
    void theDevlxdSocketFollows() {
        change(Map.of("user.thing", "x"), Map.of());

        assertThat(bench.effects.take()).containsExactly("open devlxd of c1 for 1000000");
    }

    @Test
    void aStoppedInstanceFollowsAtItsNextStart() throws Exception {
        bench.runtime().kill(C1);
        bench.effects.take();

        change(Map.of("limits.memory", "128MiB"), disk());

        assertThat(bench.effects.take()).isEmpty();
        assertThat(limit("memory.max")).isEqualTo("67108864");
    }

    @Test
    void oneThatIsHeldStillFollowsToo() throws Exception {
        bench.runtime().freeze(C1);

        change(Map.of("limits.memory", "128MiB"), Map.of());

        assertThat(limit("memory.max")).isEqualTo("134217728");
    }

    /** The limits that had been set before the one that was refused used to stay. */
    @Test
    void aLimitThatTheKernelRefusesTakesBackTheOthers() throws Exception {
        Files.delete(group("pids.max"));

        assertThatThrownBy(() -> change(Map.of("limits.memory", "128MiB", "limits.processes", "7"), Map.of()))
                .isInstanceOf(DaemonException.class)
                .hasMessageContainingAll("pids.max = 7", "c1");
        assertThat(limit("memory.max")).isEqualTo("67108864");
    }

    @Test
    void aDeviceThatFailsTakesBackLimitsAndOtherDevices() throws Exception {
        List<String> before = bench.host.state();
        var devices = new TreeMap<>(disk());
        devices.put("later", Map.of("type", "disk", "source", directory + "/data", "path", "/later"));
        bench.effects.refuseAll("mount data in c1 at later");

        assertThatThrownBy(() -> change(Map.of("limits.memory", "128MiB", "limits.cpu", "1"), devices))
                .hasMessageContainingAll("later", "c1");

        bench.effects.refuseNone();
        assertThat(limit("memory.max")).isEqualTo("67108864");
        assertThat(limit("cpuset.cpus")).isEqualTo("0-3");
        assertThat(bench.host.state()).isEqualTo(before);
    }
}
