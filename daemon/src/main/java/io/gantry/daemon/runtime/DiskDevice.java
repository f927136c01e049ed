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
        String path = Path.of("/")
                .resolve(device.getOrDefault("path", ""))
                .normalize()
                .toString();
        return new DiskDevice(
                Path.of(device.getOrDefault("source", "")),
                path.substring(1),
                isTrue(device, "readonly"),
                isTrue(device, "optional"),
                isTrue(device, "recursive"));
    }

    private static boolean isTrue(Map<String, String> device, String key) {
        return device.getOrDefault(key, "").matches("(?i)true|1|yes|on");
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
    private static String escaped(String path) {
        return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
    }
}
