package io.gantry.system.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The control groups of a running container. Its figures are as of the call; empty where the host has none. */
public final class ContainerCgroup {
    private static final long FREEZE_NANOS = 30_000_000_000L;
    private static final long NANOS_PER_MICRO = 1000;

    private final CgroupLayout layout;
    private final Map<Controller, Path> legacy;
    private final @Nullable Path unified;

    ContainerCgroup(CgroupLayout layout, Map<Controller, Path> legacy, @Nullable Path unified) {
        this.layout = layout;
        this.legacy = Map.copyOf(legacy);
        this.unified = unified;
    }

    /** Bytes in use now. */
    public OptionalLong memory() {
        return number(Controller.MEMORY, "memory.usage_in_bytes", "memory.current");
    }

    /** The most bytes that were in use at once. */
    public OptionalLong memoryPeak() {
        return number(Controller.MEMORY, "memory.max_usage_in_bytes", "memory.peak");
    }

    /** Bytes in swap now. */
    public OptionalLong swap() {
        return swap("memory.memsw.usage_in_bytes", "memory.usage_in_bytes", "memory.swap.current");
    }

    /** The most bytes that were in swap at once. */
    public OptionalLong swapPeak() {
        return swap("memory.memsw.max_usage_in_bytes", "memory.max_usage_in_bytes", "memory.swap.peak");
    }

    private OptionalLong swap(String legacyBoth, String legacyMemory, String unifiedSwap) {
        if (layout.version(Controller.MEMORY)
                .filter(version -> version == CgroupVersion.LEGACY)
                .isEmpty()) {
            return number(Controller.MEMORY, legacyBoth, unifiedSwap);
        }
        OptionalLong both = number(Controller.MEMORY, legacyBoth, unifiedSwap);
        OptionalLong memory = number(Controller.MEMORY, legacyMemory, unifiedSwap);
        return both.isPresent() && memory.isPresent()
                ? OptionalLong.of(Math.max(0, both.getAsLong() - memory.getAsLong()))
                : OptionalLong.empty();
    }

    /** Nanoseconds of processor time used. */
    public OptionalLong processorTime() {
        Optional<CgroupVersion> version = layout.version(Controller.CPUACCT);
        if (version.filter(CgroupVersion.LEGACY::equals).isPresent()) {
            return number(Controller.CPUACCT, "cpuacct.usage", "");
        }
        return text(Controller.CPUACCT, "", "cpu.stat").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("usage_usec "))
                .mapToLong(line ->
                        Long.parseLong(line.substring("usage_usec ".length()).strip()) * NANOS_PER_MICRO)
                .findFirst();
    }

    /** Processes and threads. */
    public OptionalLong processes() {
        return number(Controller.PIDS, "pids.current", "pids.current");
    }

    /** Whether the processes are held still. */
    public boolean isFrozen() {
        return text(Controller.FREEZER, "freezer.state", "cgroup.freeze")
                .filter(state -> !state.equals("THAWED") && !state.equals("0"))
                .isPresent();
    }

    /**
     * Holds all processes still; all are when this returns.
     *
     * @throws IOException where the kernel refuses, or they are not still after 30 s
     */
    public void freeze() throws IOException, InterruptedException {
        hold("FROZEN", "1", "frozen 1");
    }

    /** Lets the processes go on; see {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        hold("THAWED", "0", "frozen 0");
    }

    private void hold(String legacyState, String unifiedValue, String unifiedEvent)
            throws IOException, InterruptedException {
        boolean isLegacy = layout.version(Controller.FREEZER)
                .filter(CgroupVersion.LEGACY::equals)
                .isPresent();
        set(
                isLegacy
                        ? new CgroupSetting(Controller.FREEZER, CgroupVersion.LEGACY, "freezer.state", legacyState)
                        : new CgroupSetting(Controller.FREEZER, CgroupVersion.UNIFIED, "cgroup.freeze", unifiedValue));
        long deadline = System.nanoTime() + FREEZE_NANOS;
        // The kernel stops one process after the other, and tells nobody when the last one is.
        while (isLegacy
                ? isWithout(legacy.get(Controller.FREEZER), "freezer.state", legacyState)
                : isWithout(unified, "cgroup.events", unifiedEvent)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the processes did not come to rest within 30 s");
            }
            Thread.sleep(1);
        }
    }

    private static boolean isWithout(@Nullable Path group, String file, String word) {
        return content(group, file).filter(text -> !text.contains(word)).isPresent();
    }

    /**
     * Changes a limit.
     *
     * @throws IOException where the kernel refuses the value
     */
    public void set(CgroupSetting setting) throws IOException {
        Path group = switch (setting.version()) {
            case LEGACY -> legacy.get(setting.controller());
            case UNIFIED -> unified;
        };
        if (group == null) {
            throw new IOException(
                    "this host has no cgroup controller " + setting.controller().legacyName());
        }
        Files.write(
                group.resolve(setting.file()),
                setting.value().getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** All processes of the container, as the host numbers them. */
    public List<Long> processIds() {
        Path group = unified != null && layout.isPurelyUnified()
                ? unified
                : legacy.values().stream().findFirst().orElse(unified);
        if (group == null) {
            return List.of();
        }
        try (Stream<Path> groups = Files.walk(group)) {
            return groups.filter(path -> path.endsWith("cgroup.procs"))
                    .flatMap(ContainerCgroup::linesOf)
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException | java.io.UncheckedIOException gone) {
            return List.of();
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException gone) {
            return Stream.empty();
        }
    }

    private OptionalLong number(Controller controller, String legacyFile, String unifiedFile) {
        return text(controller, legacyFile, unifiedFile)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    private Optional<String> text(Controller controller, String legacyFile, String unifiedFile) {
        return layout.version(controller).flatMap(version -> switch (version) {
            case LEGACY -> content(legacy.get(controller), legacyFile);
            case UNIFIED -> content(unified, unifiedFile);
        });
    }

    private static Optional<String> content(@Nullable Path group, String file) {
        if (group == null || file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(group.resolve(file)).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
