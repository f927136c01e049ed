package io.gantry.daemon.runtime.limit;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.value.CpuAllowance;
import io.gantry.daemon.config.value.MemoryLimit;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import io.gantry.system.cgroup.CgroupVersion;
import io.gantry.system.cgroup.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The keys {@code limits.*} as settings of control groups, for both versions of them. Controllers that the host lacks are
 * left out. {@code limits.cpu} is the matter of {@link CpuBalance}.
 */
public final class ResourceLimits {
    private static final int WHOLE_SHARES = 1024;
    private static final int WHOLE_WEIGHT = 100;
    private static final int HIGHEST_PRIORITY = 10;
    private static final int USUAL_SWAPPINESS = 60;
    private static final String NO_LIMIT = "max";
    private static final String MEMORY = "memory.limit_in_bytes";
    private static final String MEMORY_AND_SWAP = "memory.memsw.limit_in_bytes";

    /** What the files say where nothing was asked for. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry(MEMORY, "-1"),
            Map.entry(MEMORY_AND_SWAP, "-1"),
            Map.entry("memory.soft_limit_in_bytes", "-1"),
            Map.entry("memory.swappiness", Integer.toString(USUAL_SWAPPINESS)),
            Map.entry("memory.max", NO_LIMIT),
            Map.entry("memory.high", NO_LIMIT),
            Map.entry("memory.swap.max", NO_LIMIT),
            Map.entry("pids.max", NO_LIMIT),
            Map.entry("cpu.shares", Integer.toString(WHOLE_SHARES)),
            Map.entry("cpu.weight", Integer.toString(WHOLE_WEIGHT)),
            Map.entry("cpu.cfs_period_us", "100000"),
            Map.entry("cpu.cfs_quota_us", "-1"),
            Map.entry("cpu.max", "max 100000"),
            Map.entry("blkio.weight", "500"),
            Map.entry("io.weight", "100"));

    private final CgroupLayout layout;

    public ResourceLimits(CgroupLayout layout) {
        this.layout = layout;
    }

    /** What a configuration asks for, in the order in which it has to be set at start. */
    public List<CgroupSetting> of(Map<String, String> config) {
        var settings = new ArrayList<CgroupSetting>();
        var limits = new Config(config);
        limits.find(InstanceKeys.LIMITS_MEMORY).ifPresent(limit -> memory(settings, limits, limit));
        swappiness(settings, limits);
        limits.find(InstanceKeys.LIMITS_PROCESSES).ifPresent(count -> {
            String most = count.toString();
            add(settings, Controller.PIDS, "pids.max", "pids.max", most, most);
        });
        processor(settings, limits);
        limits.find(InstanceKeys.LIMITS_DISK_PRIORITY).ifPresent(priority -> {
            if (!isLegacy(Controller.BLKIO) || layout.hasFile(Controller.BLKIO, "blkio.weight")) {
                String weight = Integer.toString(Math.max(10, priority * 100));
                add(settings, Controller.BLKIO, "blkio.weight", "io.weight", weight, weight);
            }
        });
        return settings;
    }

    /** What makes a running container follow a change of its configuration, in an order that the kernel takes. */
    public List<CgroupSetting> changes(Map<String, String> before, Map<String, String> after) {
        List<CgroupSetting> old = of(before);
        List<CgroupSetting> wanted = of(after);
        var changes = new ArrayList<CgroupSetting>();
        for (CgroupSetting setting : old) {
            if (wanted.stream().noneMatch(other -> other.file().equals(setting.file()))) {
                changes.add(new CgroupSetting(
                        setting.controller(),
                        setting.version(),
                        setting.file(),
                        Objects.requireNonNull(DEFAULTS.get(setting.file()), setting.file())));
            }
        }
        wanted.stream().filter(setting -> !old.contains(setting)).forEach(changes::add);
        if (limit(wanted) > limit(old)) {
            // Memory alone may never have a higher limit than memory and swap together.
            changes.sort(Comparator.comparing(setting -> !setting.file().equals(MEMORY_AND_SWAP)));
        }
        return changes;
    }

    private static long limit(List<CgroupSetting> settings) {
        return settings.stream()
                .filter(setting -> setting.file().equals(MEMORY))
                .mapToLong(setting -> Long.parseLong(setting.value()))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private boolean isLegacy(Controller controller) {
        return layout.version(controller).filter(CgroupVersion.LEGACY::equals).isPresent();
    }

    private void memory(List<CgroupSetting> settings, Config config, MemoryLimit memory) {
        String limit = Long.toString(memory.bytes(totalMemory()));
        if (config.get(InstanceKeys.LIMITS_MEMORY_ENFORCE).equals("soft")) {
            add(settings, Controller.MEMORY, "memory.soft_limit_in_bytes", "memory.high", limit, limit);
            return;
        }
        add(settings, Controller.MEMORY, MEMORY, "memory.max", limit, limit);
        if (isLegacy(Controller.MEMORY) && layout.hasFile(Controller.MEMORY, MEMORY_AND_SWAP)) {
            add(settings, Controller.MEMORY, MEMORY_AND_SWAP, "", limit, "");
        }
        if (!isLegacy(Controller.MEMORY) && !config.get(InstanceKeys.LIMITS_MEMORY_SWAP)) {
            add(settings, Controller.MEMORY, "", "memory.swap.max", "", "0");
        }
    }

    /** Version 2 has no such thing. */
    private void swappiness(List<CgroupSetting> settings, Config config) {
        if (!isLegacy(Controller.MEMORY)) {
            return;
        }
        if (!config.get(InstanceKeys.LIMITS_MEMORY_SWAP)) {
            add(settings, Controller.MEMORY, "memory.swappiness", "", "0", "");
            return;
        }
        config.find(InstanceKeys.LIMITS_MEMORY_SWAP_PRIORITY).ifPresent(priority -> {
            int swappiness = USUAL_SWAPPINESS - HIGHEST_PRIORITY + priority;
            add(settings, Controller.MEMORY, "memory.swappiness", "", Integer.toString(swappiness), "");
        });
    }

    private static long totalMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read /proc/meminfo", e);
        }
    }

    private void processor(List<CgroupSetting> settings, Config config) {
        CpuAllowance allowance = config.get(InstanceKeys.LIMITS_CPU_ALLOWANCE);
        int percent = switch (allowance) {
            case CpuAllowance.Share(int share) -> share;
            case CpuAllowance.Time _ -> 100;
        };
        int below = HIGHEST_PRIORITY - config.get(InstanceKeys.LIMITS_CPU_PRIORITY);
        if (percent < 100 || below > 0) {
            add(
                    settings,
                    Controller.CPU,
                    "cpu.shares",
                    "cpu.weight",
                    Integer.toString(Math.max(2, WHOLE_SHARES * percent / 100 - below)),
                    Integer.toString(Math.max(1, WHOLE_WEIGHT * percent / 100 - below)));
        }
        if (allowance instanceof CpuAllowance.Time time) {
            time(settings, time);
        }
    }

    private void time(List<CgroupSetting> settings, CpuAllowance.Time allowance) {
        String quota = allowance.quota().toMillis() + "000";
        String period = allowance.period().toMillis() + "000";
        if (isLegacy(Controller.CPU)) {
            add(settings, Controller.CPU, "cpu.cfs_period_us", "", period, "");
            add(settings, Controller.CPU, "cpu.cfs_quota_us", "", quota, "");
        } else {
            add(settings, Controller.CPU, "", "cpu.max", "", quota + " " + period);
        }
    }

    private void add(
            List<CgroupSetting> settings,
            Controller controller,
            String legacyFile,
            String unifiedFile,
            String legacyValue,
            String unifiedValue) {
        layout.version(controller)
                .ifPresent(version -> settings.add(
                        switch (version) {
                            case LEGACY -> new CgroupSetting(controller, version, legacyFile, legacyValue);
                            case UNIFIED -> new CgroupSetting(controller, version, unifiedFile, unifiedValue);
                        }));
    }
}
