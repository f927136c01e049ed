package io.gantry.system.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which controllers this host has, in which version, and where their hierarchies are mounted for this process.
 * Immutable.
 */
public final class CgroupLayout {
    private static final String PAYLOAD = "lxc.payload.";
    private static final Path PROCESSES = Path.of("/proc");

    private final List<Hierarchy> hierarchies;
    private final Map<Controller, Hierarchy> legacy;
    private final @Nullable Hierarchy unified;
    private final Set<String> unifiedControllers;
    private final Path processes;

    /**
     * A mounted hierarchy.
     *
     * @param root the group that is seen at the mount point, as /proc/PID/cgroup names groups
     */
    record Hierarchy(Path mountPoint, Path root) {
        Path directory(String group) {
            Path path = Path.of(group);
            return path.startsWith(root)
                    ? mountPoint.resolve(root.relativize(path))
                    : mountPoint.resolve(group.substring(1));
        }
    }

    private CgroupLayout(
            List<Hierarchy> hierarchies,
            Map<Controller, Hierarchy> legacy,
            @Nullable Hierarchy unified,
            Set<String> unifiedControllers,
            Path processes) {
        this.processes = processes;
        this.hierarchies = List.copyOf(hierarchies);
        this.legacy = Map.copyOf(legacy);
        this.unified = unified;
        this.unifiedControllers = Set.copyOf(unifiedControllers);
    }

    /** The layout that this process sees. */
    public static CgroupLayout detect() {
        Path mounts = PROCESSES.resolve("self/mountinfo");
        try {
            return of(
                    new String(Files.readAllBytes(mounts), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    PROCESSES);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + mounts, failure);
        }
    }

    /**
     * The layout that lines of {@code /proc/PID/mountinfo} describe.
     *
     * @param processes holds a folder for each process, as {@code /proc} does
     */
    public static CgroupLayout of(List<String> mountInfo, Path processes) throws IOException {
        var hierarchies = new ArrayList<Hierarchy>();
        Map<Controller, Hierarchy> legacy = new EnumMap<>(Controller.class);
        Hierarchy unified = null;
        Set<String> controllers = Set.of();
        for (String line : mountInfo) {
            List<String> fields = List.of(line.split(" ", -1));
            int separator = fields.indexOf("-");
            if (separator < 6 || fields.size() < separator + 4) {
                continue;
            }
            Hierarchy hierarchy = new Hierarchy(Path.of(fields.get(4)), Path.of(fields.get(3)));
            String kind = fields.get(separator + 1);
            if (kind.startsWith("cgroup")) {
                hierarchies.add(hierarchy);
            }
            switch (kind) {
                case "cgroup2" -> {
                    unified = hierarchy;
                    controllers = words(hierarchy.mountPoint().resolve("cgroup.controllers"));
                }
                case "cgroup" -> {
                    for (String option : fields.get(separator + 3).split(",", -1)) {
                        Controller.ofLegacy(option).ifPresent(controller -> legacy.put(controller, hierarchy));
                    }
                }
                default -> {}
            }
        }
        return new CgroupLayout(hierarchies, legacy, unified, controllers, processes);
    }

    private static Set<String> words(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Set.of();
        }
        String text = Files.readString(file).strip();
        return text.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(text.split("\\s+", -1)));
    }

    /** Where a controller is; empty where this host lacks it. */
    public Optional<CgroupVersion> version(Controller controller) {
        if (legacy.containsKey(controller)) {
            return Optional.of(CgroupVersion.LEGACY);
        }
        boolean inUnified = unified != null
                && (controller.unifiedName().isEmpty() || unifiedControllers.contains(controller.unifiedName()));
        return inUnified ? Optional.of(CgroupVersion.UNIFIED) : Optional.empty();
    }

    /** Whether version 2 has all there is. */
    public boolean isPurelyUnified() {
        return unified != null && legacy.isEmpty();
    }

    /** Whether a control file exists in the hierarchy of a controller, such as {@code memory.memsw.limit_in_bytes}. */
    public boolean hasFile(Controller controller, String file) {
        Hierarchy hierarchy = legacy.get(controller);
        return hierarchy != null && Files.exists(hierarchy.mountPoint().resolve(file));
    }

    /**
     * The groups of a container.
     *
     * @param initPid its init; it may sit in a group below the container's own
     * @param name as liblxc knows it
     * @throws UncheckedIOException where the process is gone
     */
    public ContainerCgroup ofContainer(long initPid, String name) {
        Map<Controller, Path> legacyGroups = new EnumMap<>(Controller.class);
        Path unifiedGroup = null;
        for (String line : groupsOf(initPid)) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            String group = payload(parts[2], name);
            if (parts[1].isEmpty() && unified != null) {
                unifiedGroup = unified.directory(group);
            }
            for (String legacyName : parts[1].split(",", -1)) {
                Controller.ofLegacy(legacyName)
                        .filter(legacy::containsKey)
                        .ifPresent(controller -> legacyGroups.put(
                                controller,
                                java.util.Objects.requireNonNull(legacy.get(controller))
                                        .directory(group)));
            }
        }
        return new ContainerCgroup(this, legacyGroups, unifiedGroup);
    }

    /**
     * All groups that a container has now, those of its monitor too, whatever they control.
     *
     * @param initPid as for {@link #ofContainer}
     * @throws UncheckedIOException where the process is gone
     */
    public CgroupLeftovers leftovers(long initPid, String name) {
        List<Path> directories = groupsOf(initPid).stream()
                .map(line -> payload(line.substring(line.lastIndexOf(':') + 1), name))
                .filter(group -> group.contains(PAYLOAD + name))
                .distinct()
                .flatMap(group -> Stream.of(group, group.replace(PAYLOAD, "lxc.monitor.")))
                .flatMap(group -> hierarchies.stream().map(hierarchy -> hierarchy.directory(group)))
                .toList();
        return CgroupLeftovers.of(directories);
    }

    private List<String> groupsOf(long pid) {
        Path file = processes.resolve(Long.toString(pid)).resolve("cgroup");
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** Cuts what the container made below its own group, such as systemd's {@code init.scope}. */
    static String payload(String group, String name) {
        Path path = Path.of(group);
        String wanted = PAYLOAD + name;
        for (int index = path.getNameCount() - 1; index >= 0; index--) {
            String component = path.getName(index).toString();
            // Two daemons may have containers of one name; liblxc numbers the groups of the later ones.
            if (component.equals(wanted) || component.matches("\\Q" + wanted + "\\E-[0-9]+")) {
                return "/" + path.subpath(0, index + 1);
            }
        }
        return group;
    }
}
