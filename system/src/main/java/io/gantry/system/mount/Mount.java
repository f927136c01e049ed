package io.gantry.system.mount;

import java.nio.file.Path;
import java.util.Set;

/**
 * A line of {@code /proc/self/mountinfo}.
 *
 * @param root which directory of the file system is mounted
 * @param options of this mount ({@code ro}, {@code nosuid}, ...)
 * @param isShared whether mounts below it spread to its peers
 * @param source the device, or what the file system calls its source
 * @param superOptions of the file system ({@code subvol=/x}, ...)
 */
public record Mount(
        long id,
        Path root,
        Path target,
        Set<String> options,
        boolean isShared,
        String fileSystem,
        String source,
        Set<String> superOptions) {
    public Mount {
        options = Set.copyOf(options);
        superOptions = Set.copyOf(superOptions);
    }

    public boolean isReadOnly() {
        return options.contains("ro");
    }
}
