package io.gantry.daemon.device.host;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A path of the host in a container.
 *
 * @param target relative to the container's root
 * @param isRecursive whether what is mounted below the source comes along
 */
public record BindMount(Path source, String target, boolean isReadOnly, boolean isRecursive) {
    /** A path of a device as it is seen from the container's root. */
    public static String target(String path) {
        return Path.of("/").resolve(path).normalize().toString().substring(1);
    }

    public BindMount from(Path newSource) {
        return new BindMount(newSource, target, isReadOnly, isRecursive);
    }

    /** The line that mounts it at start. */
    public String lxcLine() {
        return "lxc.mount.entry = %s %s none %s%s,create=%s 0 0"
                .formatted(
                        MountEntry.escaped(source.toString()),
                        MountEntry.escaped(target),
                        isRecursive ? "rbind" : "bind",
                        isReadOnly ? ",ro" : "",
                        Files.isDirectory(source) ? "dir" : "file");
    }
}
