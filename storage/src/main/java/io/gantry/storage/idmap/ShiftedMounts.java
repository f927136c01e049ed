package io.gantry.storage.idmap;

import java.nio.file.Path;

/** Mounts trees so that their owners appear as a container needs them, whatever they are on disk. Thread-safe. */
@FunctionalInterface
public interface ShiftedMounts {
    /**
     * Makes a directory visible at a second place.
     *
     * @param onDisk what the ids on disk mean to the container
     * @param inUse which ids of the host stand for the container's
     * @throws io.gantry.system.nativecall.SystemCallException where the file system can't be mounted so
     */
    void mount(Path directory, Path target, DiskIdmap onDisk, DiskIdmap inUse);
}
