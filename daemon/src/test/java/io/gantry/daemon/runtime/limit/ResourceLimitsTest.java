package io.gantry.daemon.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys {@code limits.*} on hosts with either version of control groups. */
class ResourceLimitsTest {
    @TempDir
    private Path directory;

    private ResourceLimits unified() throws IOException {
        Files.writeString(directory.resolve("cgroup.controllers"), "cpu io memory pids\n");
        return limits("30 24 0:26 / " + directory + " rw shared:9 - cgroup2 cgroup2 rw");
    }

    /** @param files that the kernel has although it need not */
    private ResourceLimits legacy(String... files) throws IOException {
        for (String file : files) {
            Files.writeString(directory.resolve(file), "");
        }
        return limits("30 24 0:26 / " + directory + " rw shared:9 - cgroup cgroup rw,memory,pids,cpu,blkio");
    }

    private ResourceLimits limits(String line) throws IOException {
        return new ResourceLimits(CgroupLayout.of(List.of(line), Path.of("/proc")));
    }

    private static List<String> lines(List<CgroupSetting> settings) {
        return settings.stream()
                .map(setting -> setting.file() + "=" + setting.value())
                .toList();
    }

    @Test
    void memoryIsAHardLimitOrASoftOne() throws IOException {
        assertThat(lines(unified().of(Map.of("limits.memory", "1MiB")))).containsExactly("memory.max=1048576");
        assertThat(lines(unified().of(Map.of("limits.memory", "1MiB", "limits.memory.enforce", "soft"))))
                .containsExactly("memory.high=1048576");
        assertThat(lines(legacy().of(Map.of("limits.memory", "1MiB", "limits.memory.enforce", "soft"))))
                .containsExactly("memory.soft_limit_in_bytes=1048576");
    }

    @Test
    void memoryAndSwapTogetherAreLimitedWhereTheKernelCountsThem() throws IOException {
        assertThat(lines(legacy().of(Map.of("limits.memory", "1MiB"))))
                .containsExactly("memory.limit_in_bytes=1048576");
        assertThat(lines(legacy("memory.memsw.limit_in_bytes").of(Map.of("limits.memory", "1MiB"))))
                .containsExactly("memory.limit_in_bytes=1048576", "memory.memsw.limit_in_bytes=1048576");
    }

    @Test
    void swapIsForbiddenOrLessWelcome() throws IOException {
        assertThat(lines(unified().of(Map.of("limits.memory", "1MiB", "limits.memory.swap", "false"))))
                .containsExactly("memory.max=1048576", "memory.swap.max=0");
        assertThat(lines(legacy().of(Map.of("limits.memory.swap", "no")))).containsExactly("memory.swappiness=0");
        assertThat(lines(legacy().of(Map.of("limits.memory.swap.priority", "3"))))
                .containsExactly("memory.swappiness=53");
        assertThat(lines(unified().of(Map.of("limits.memory.swap.priority", "3"))))
                .isEmpty();
    }

    @Test
    void aShareOfMemoryIsThatOfTheHosts() throws IOException {
        long total = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .sum();

        assertThat(lines(unified().of(Map.of("limits.memory", "10%"))))
                .containsExactly("memory.max=" + total / 100 * 10);
    }

    @Test
    void cpusAreSharedByWeightOrByTime() throws IOException {
        assertThat(lines(unified().of(Map.of("limits.cpu.allowance", "50%")))).containsExactly("cpu.weight=50");
        assertThat(lines(legacy().of(Map.of("limits.cpu.allowance", "50%", "limits.cpu.priority", "8"))))
                .containsExactly("cpu.shares=510");
        assertThat(lines(unified().of(Map.of("limits.cpu.allowance", "20ms/200ms"))))
                .containsExactly("cpu.max=20000 200000");
        assertThat(lines(legacy().of(Map.of("limits.cpu.allowance", "20ms/200ms"))))
                .containsExactly("cpu.cfs_period_us=200000", "cpu.cfs_quota_us=20000");
        assertThat(lines(unified().of(Map.of("limits.cpu.allowance", "1%", "limits.cpu.priority", "0"))))
                .containsExactly("cpu.weight=1");
        assertThat(lines(unified().of(Map.of("limits.cpu.priority", "10")))).isEmpty();
    }

    @Test
    void processesAndDisksAreLimited() throws IOException {
        assertThat(lines(unified().of(Map.of("limits.processes", "7", "limits.disk.priority", "0"))))
                .containsExactly("pids.max=7", "io.weight=10");
        assertThat(lines(legacy().of(Map.of("limits.disk.priority", "5")))).isEmpty();
        assertThat(lines(legacy("blkio.weight").of(Map.of("limits.disk.priority", "5"))))
                .containsExactly("blkio.weight=500");
    }

    @Test
    void controllersThatTheHostLacksAreLeftOut() throws IOException {
        Files.writeString(directory.resolve("cgroup.controllers"), "memory\n");
        ResourceLimits limits = limits("30 24 0:26 / " + directory + " rw shared:9 - cgroup2 cgroup2 rw");

        assertThat(lines(limits.of(Map.of("limits.memory", "1MiB", "limits.processes", "7"))))
                .containsExactly("memory.max=1048576");
    }

    @Test
    void onlyWhatDiffersIsChangedAndWhatIsGoneIsAsTheKernelHasIt() throws IOException {
        ResourceLimits limits = unified();
        Map<String, String> before = Map.of("limits.memory", "1MiB", "limits.processes", "7");

        assertThat(lines(limits.changes(before, before))).isEmpty();
        assertThat(lines(limits.changes(before, Map.of("limits.memory", "2MiB", "limits.processes", "7"))))
                .containsExactly("memory.max=2097152");
        assertThat(lines(limits.changes(before, Map.of()))).containsExactly("memory.max=max", "pids.max=max");
        assertThat(lines(limits.changes(Map.of("limits.cpu.allowance", "20ms/200ms"), Map.of())))
                .containsExactly("cpu.max=max 100000");
    }

    @Test
    void memoryAloneNeverHasMoreThanMemoryAndSwapTogether() throws IOException {
        ResourceLimits limits = legacy("memory.memsw.limit_in_bytes");
        Map<String, String> small = Map.of("limits.memory", "1MiB");
        Map<String, String> large = Map.of("limits.memory", "2MiB");

        assertThat(lines(limits.changes(small, large)))
                .containsExactly("memory.memsw.limit_in_bytes=2097152", "memory.limit_in_bytes=2097152");
        assertThat(lines(limits.changes(large, small)))
                .containsExactly("memory.limit_in_bytes=1048576", "memory.memsw.limit_in_bytes=1048576");
        assertThat(lines(limits.changes(small, Map.of())))
                .containsExactly("memory.memsw.limit_in_bytes=-1", "memory.limit_in_bytes=-1");
    }
}
