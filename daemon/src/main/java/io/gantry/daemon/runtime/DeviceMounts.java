package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import io.gantry.storage.idmap.ShiftedMounts;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.Mounts;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a container gets mounted from the host: directories and files of disks, and nodes of devices. Nodes, and disks with
 * other owners, are made ready in a folder of the container's. Thread-safe.
 */
public final class DeviceMounts {
    private static final int MINOR_LOW = 0xff;

    private final RuntimePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;
    private final ShiftedMounts shifted;

    public DeviceMounts(RuntimePaths paths, CommandRunner commands, Mounts mounts, ShiftedMounts shifted) {
        this.paths = paths;
        this.commands = commands;
        this.mounts = mounts;
        this.shifted = shifted;
    }

    static boolean isMounted(Map<String, String> device) {
        return DiskDevice.isHostPath(device) || isNode(device);
    }

    static boolean isNode(Map<String, String> device) {
        String type = device.getOrDefault("type", "");
        return type.equals("unix-char") || type.equals("unix-block");
    }

    /** The host's node that a device stands for. */
    static Path source(Map<String, String> device) {
        return Path.of(device.getOrDefault("source", device.getOrDefault("path", "")));
    }

    /** Where what is mounted in a container is made ready. */
    Path ready(String container, String device) {
        return paths.devices(container).resolve("device." + device);
    }

    /** Makes all devices of an instance ready, in the order in which they have to be mounted. */
    List<DiskDevice> prepareAll(ExpandedInstance instance, DiskIdmap idmap) {
        var ready = new ArrayList<DiskDevice>();
        new TreeMap<>(instance.devices()).forEach((name, device) -> {
            if (isMounted(device)) {
                prepare(instance, name, device, idmap).ifPresent(ready::add);
            }
        });
        // What lies within another one comes after it.
        ready.sort(Comparator.comparing(DiskDevice::target));
        return ready;
    }

    /**
     * Makes a device ready.
     *
     * @return empty where it is missing and may be
     * @throws DaemonException INVALID_REQUEST where it is missing, or cannot be had
     */
    Optional<DiskDevice> prepare(ExpandedInstance instance, String name, Map<String, String> device, DiskIdmap idmap) {
        try {
            return isNode(device)
                    ? node(instance, name, device, idmap)
                    : disk(instance, name, DiskDevice.of(device), DiskDevice.isTrue(device, "shift"), idmap);
        } catch (IOException | CommandException | SystemCallException failure) {
            throw DaemonException.invalid(
                    "device " + name + " of " + instance.key() + " cannot be made ready: " + failure.getMessage());
        }
    }

    private Optional<DiskDevice> disk(
            ExpandedInstance instance, String name, DiskDevice disk, boolean isShifted, DiskIdmap idmap)
            throws IOException {
        if (!Files.exists(disk.source())) {
            return missing(instance, name, disk.source(), disk.isOptional());
        }
        if (!isShifted || !idmap.isShifted()) {
            return Optional.of(disk);
        }
        release(instance.key().name(), name);
        Path place = place(instance, name);
        if (Files.isDirectory(disk.source())) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }
        shifted.mount(disk.source(), place, DiskIdmap.UNSHIFTED, idmap);
        return Optional.of(disk.from(place));
    }

    private Optional<DiskDevice> node(
            ExpandedInstance instance, String name, Map<String, String> device, DiskIdmap idmap) throws IOException {
        Path source = source(device);
        String target = device.getOrDefault("path", source.toString());
        String major = device.getOrDefault("major", "");
        String minor = device.getOrDefault("minor", "");
        if (major.isEmpty() || minor.isEmpty()) {
            if (!isDevice(source)) {
                return missing(instance, name, source, DiskDevice.isOptional(device));
            }
            long number = (long) Files.getAttribute(source, "unix:rdev");
            major = Long.toString(number >> 8 & 0xfff);
            minor = Long.toString((number & MINOR_LOW) | (number >> 12 & ~MINOR_LOW));
        }
        release(instance.key().name(), name);
        Path place = place(instance, name);
        String kind = "unix-char".equals(device.get("type")) ? "c" : "b";
        commands.run(Command.of("mknod", place.toString(), kind, major, minor));
        Files.setAttribute(place, "unix:uid", (int) id(device, "uid", IdKind.USER, idmap));
        Files.setAttribute(place, "unix:gid", (int) id(device, "gid", IdKind.GROUP, idmap));
        Files.setAttribute(place, "unix:mode", Integer.parseInt(device.getOrDefault("mode", "0660"), 8));
        return Optional.of(new DiskDevice(place, DiskDevice.target(target), false, false, false));
    }

    private static boolean isDevice(Path path) throws IOException {
        return Files.exists(path) && (long) Files.getAttribute(path, "unix:rdev") != 0;
    }

    private static long id(Map<String, String> device, String key, IdKind kind, DiskIdmap idmap) {
        return idmap.toDisk(kind, Long.parseLong(device.getOrDefault(key, "0"))).orElse(0);
    }

    private static Optional<DiskDevice> missing(
            ExpandedInstance instance, String name, Path source, boolean isOptional) {
        if (isOptional) {
            return Optional.empty();
        }
        throw DaemonException.invalid("Missing source path \"" + source + "\" of device " + name + " of "
                + instance.key() + ": create it, or set required=false for the device");
    }

    private Path place(ExpandedInstance instance, String name) throws IOException {
        Path folder = paths.devices(instance.key().name());
        // The container's own user mounts from here.
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        return folder.resolve("device." + name);
    }

    /** Gives back what was made ready for a device. */
    void release(String container, String name) throws IOException {
        release(ready(container, name));
    }

    private void release(Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            mounts.unmountLazily(place);
            Files.deleteIfExists(place);
        }
    }

    /** Gives back all that was made ready for a container. */
    void releaseAll(String container) throws IOException {
        Path folder = paths.devices(container);
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> places = Files.list(folder)) {
            for (Path place : places.toList()) {
                if (place.getFileName().toString().startsWith("device.")) {
                    release(place);
                }
            }
        }
        Files.deleteIfExists(folder);
    }
}
