package io.gantry.daemon.runtime;

import io.gantry.storage.ByteSize;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import io.gantry.system.cgroup.CgroupVersion;
import io.gantry.system.cgroup.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys {@code limits.*} as settings of control groups, for both versions of them. */
final class ResourceLimits {
    private static final int WHOLE_SHARES = 1024;
    private static final int WHOLE_WEIGHT = 100;
    private static final String NO_LIMIT = "max";

    private final CgroupLayout layout;

    ResourceLimits(CgroupLayout layout) {
        this.layout = layout;
    }

    /** What a configuration asks for; controllers that the host lacks are left out. */
    List<CgroupSetting> of(Map<String, String> config) {
        var settings = new ArrayList<CgroupSetting>();
        value(config, "limits.memory").ifPresent(value -> memory(settings, config, bytes(value)));
        value(config, "limits.processes")
                .ifPresent(value -> add(settings, Controller.PIDS, "pids.max", "pids.max", value, value));
        value(config, "limits.cpu").ifPresent(value -> {
            String cpus = cpus(value);
            add(settings, Controller.CPUSET, "cpuset.cpus", "cpuset.cpus", cpus, cpus);
        });
        value(config, "limits.cpu.allowance").ifPresent(value -> allowance(settings, value));
        return settings;
    }

    /** What takes a limit of a running container away that is no longer in its configuration. */
    List<CgroupSetting> lifting(Map<String, String> before, Map<String, String> after) {
        var settings = new ArrayList<CgroupSetting>();
        if (isLifted("limits.memory", before, after)) {
            add(settings, Controller.MEMORY, "memory.memsw.limit_in_bytes", "memory.swap.max", "-1", NO_LIMIT);
            add(settings, Controller.MEMORY, "memory.limit_in_bytes", "memory.max", "-1", NO_LIMIT);
        }
        if (isLifted("limits.processes", before, after)) {
            add(settings, Controller.PIDS, "pids.max", "pids.max", NO_LIMIT, NO_LIMIT);
        }
        if (isLifted("limits.cpu", before, after)) {
            String all = onlineCpus();
            add(settings, Controller.CPUSET, "cpuset.cpus", "cpuset.cpus", all, all);
        }
        if (isLifted("limits.cpu.allowance", before, after)) {
            add(settings, Controller.CPU, "cpu.cfs_quota_us", "cpu.max", "-1", "max 100000");
            add(
                    settings,
                    Controller.CPU,
                    "cpu.shares",
                    "cpu.weight",
                    Integer.toString(WHOLE_SHARES),
                    Integer.toString(WHOLE_WEIGHT));
        }
        return settings;
    }

    private static boolean isLifted(String key, Map<String, String> before, Map<String, String> after) {
        return value(before, key).isPresent() && value(after, key).isEmpty();
    }

    private static Optional<String> value(Map<String, String> config, String key) {
        return Optional.ofNullable(config.get(key)).filter(text -> !text.isEmpty());
    }

    private void memory(List<CgroupSetting> settings, Map<String, String> config, long bytes) {
        String limit = Long.toString(bytes);
        if (config.getOrDefault("limits.memory.enforce", "hard").equals("soft")) {
            add(settings, Controller.MEMORY, "memory.soft_limit_in_bytes", "memory.high", limit, limit);
            return;
        }
        add(settings, Controller.MEMORY, "memory.limit_in_bytes", "memory.max", limit, limit);
        boolean hasNoSwap = config.getOrDefault("limits.memory.swap", "true").matches("(?i)false|0|no|off");
        boolean isLegacy = layout.version(Controller.MEMORY)
                .filter(CgroupVersion.LEGACY::equals)
                .isPresent();
        if (!isLegacy || layout.hasFile(Controller.MEMORY, "memory.memsw.limit_in_bytes")) {
            // Version 1 counts memory and swap together, version 2 swap alone.
            add(settings, Controller.MEMORY, "memory.memsw.limit_in_bytes", "memory.swap.max", limit, "0");
        }
        if (hasNoSwap && isLegacy) {
            add(settings, Controller.MEMORY, "memory.swappiness", "memory.swap.max", "0", "0");
        }
    }

    private static long bytes(String value) {
        if (value.endsWith("%")) {
            return totalMemory() / 100 * Long.parseLong(value.substring(0, value.length() - 1));
        }
        return ByteSize.parse(value).bytes();
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

    private static String cpus(String value) {
        if (!value.matches("[0-9]+")) {
            return value;
        }
        int count = Math.min(Integer.parseInt(value), Runtime.getRuntime().availableProcessors());
        return count == 1 ? "0" : "0-" + (count - 1);
    }

    private static String onlineCpus() {
        try {
            return Files.readString(Path.of("/sys/devices/system/cpu/online")).strip();
        } catch (IOException e) {
            return "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        }
    }

    private void allowance(List<CgroupSetting> settings, String value) {
        if (value.endsWith("%")) {
            int percent = Integer.parseInt(value.substring(0, value.length() - 1));
            add(
                    settings,
                    Controller.CPU,
                    "cpu.shares",
                    "cpu.weight",
                    Integer.toString(Math.max(2, WHOLE_SHARES * percent / 100)),
                    Integer.toString(Math.max(1, WHOLE_WEIGHT * percent / 100)));
            return;
        }
        String[] parts = value.replace("ms", "").split("/", 2);
        String quota = parts[0] + "000";
        String period = parts[1] + "000";
        if (layout.version(Controller.CPU).filter(CgroupVersion.LEGACY::equals).isPresent()) {
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
