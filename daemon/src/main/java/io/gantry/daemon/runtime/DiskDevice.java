package io.gantry.daemon.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A path of the host in a container.
 *
 * @param target relative to the container's root
 */
record DiskDevice(Path source, String target, boolean isReadOnly, boolean isOptional, boolean isRecursive) {
    static boolean isHostPath(Map<String, String> device) {
        return "disk".equals(device.get("type")) && !"/".equals(device.get("path"));
    }

    static DiskDevice of(Map<String, String> device) {
        return new DiskDevice(
                Path.of(device.getOrDefault("source", "")),
                target(device.getOrDefault("path", "")),
                isTrue(device, "readonly"),
                isOptional(device),
                isTrue(device, "recursive"));
    }

    /** A path of a device as it is seen from the container's root. */
    static String target(String path) {
        return Path.of("/").resolve(path).normalize().toString().substring(1);
    }

    /** {@code required} is the younger word. */
    static boolean isOptional(Map<String, String> device) {
        String required = device.getOrDefault("required", "");
        return required.isEmpty() ? isTrue(device, "optional") : !isTrue(device, "required");
    }

    static boolean isTrue(Map<String, String> device, String key) {
        return device.getOrDefault(key, "").matches("(?i)true|1|yes|on");
    }

    DiskDevice from(Path newSource) {
        return new DiskDevice(newSource, target, isReadOnly, isOptional, isRecursive);
    }

    /** The line that mounts it at start. */
    String lxcLine() {
        return "lxc.mount.entry = %s %s none %s%s,create=%s 0 0"
                .formatted(
                        escaped(source.toString()),
                        escaped(target),
                        isRecursive ? "rbind" : "bind",
                        isReadOnly ? ",ro" : "",
                        Files.isDirectory(source) ? "dir" : "file");
    }

    /** As in fstab(5). */
    static String escaped(String path) {
        return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
    }
}
