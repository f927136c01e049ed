package io.gantry.daemon.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.Effect;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.system.cgroup.CgroupLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
class LiveLimitsTest {
    /** A value of each limit that says something else than its default. */
    private static final Map<String, String> SAMPLES = Map.of(
            "limits.cpu.allowance", "50%",
            "limits.cpu.priority", "3",
            "limits.disk.priority", "3",
            "limits.kernel.*", "1024",
            "limits.memory", "1GiB",
            "limits.memory.enforce", "soft",
            "limits.memory.swap", "false",
            "limits.memory.swap.priority", "3",
            "limits.processes", "10");

    @TempDir
    Path folder;

    private ResourceLimits unified;
    private ResourceLimits legacy;

    @BeforeEach
    void makeGroups() throws IOException {
        Path whole = Files.createDirectories(folder.resolve("unified"));
        Files.writeString(whole.resolve("cgroup.controllers"), "cpu cpuset io memory pids\n");
        unified = new ResourceLimits(
                CgroupLayout.of(List.of("30 24 0:26 / " + whole + " rw shared:9 - cgroup2 cgroup2 rw"), folder));
        var lines = new ArrayList<String>();
        for (String controller : List.of("memory", "cpu", "pids", "blkio")) {
            Path mount = Files.createDirectories(folder.resolve(controller));
            lines.add("31 24 0:27 / " + mount + " rw shared:10 - cgroup cgroup rw," + controller);
        }
        Files.createFile(folder.resolve("memory/memory.memsw.limit_in_bytes"));
        Files.createFile(folder.resolve("blkio/blkio.weight"));
        legacy = new ResourceLimits(CgroupLayout.of(lines, folder));
    }

    @Test
    void theRegistrySaysWhichLimitsHoldAtOnce() {
        for (ConfigKey<?> key : InstanceKeys.ALL.all()) {
            // CPUs are shared out among all instances: CpuBalancer.
            if (key.group().equals("resource-limits") && key != InstanceKeys.LIMITS_CPU) {
                assertThat(SAMPLES).as("a sample value in this test").containsKey(key.name());
                var before = new HashMap<>(Map.of("limits.memory", "512MiB"));
                var after = new HashMap<>(before);
                after.put(key.name().replace("*", "nofile"), SAMPLES.getOrDefault(key.name(), ""));
                boolean isLive = !unified.changes(before, after).isEmpty()
                        || !legacy.changes(before, after).isEmpty();
                assertThat(isLive).as(key.name()).isEqualTo(key.effect() == Effect.LIVE);
            }
        }
    }
}
