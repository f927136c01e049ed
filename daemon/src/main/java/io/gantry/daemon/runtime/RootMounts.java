package io.gantry.daemon.runtime;

import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.ShiftedMounts;
import io.gantry.system.mount.Mounts;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where liblxc finds the root directories of containers, with owners that are right inside. Most volumes have the
 * container's own ids on disk, which liblxc shifts when it mounts them. A volume from a host that shifts on disk is taken
 * as it is where the ids happen to be the right ones, and otherwise is mounted here, with other owners.
 */
public final class RootMounts {
    private final RuntimePaths paths;
    private final Mounts mounts;
    private final ShiftedMounts shifted;

    public RootMounts(RuntimePaths paths, Mounts mounts, ShiftedMounts shifted) {
        this.paths = paths;
        this.mounts = mounts;
        this.shifted = shifted;
    }

    /**
     * A container's root directory.
     *
     * @param isToBeShifted whether liblxc has to shift the owners
     */
    record Root(Path path, boolean isToBeShifted) {}

    /**
     * Makes the root directory ready.
     *
     * @param rootfs in the container's volume
     * @param inUse the ids of the host that stand for the container's; unshifted for a privileged one
     */
    Root prepare(String container, Path rootfs, DiskIdmap onDisk, DiskIdmap inUse, Rollback rollback)
            throws IOException {
        release(container);
        if (onDisk.isSameAs(inUse) || !onDisk.isShifted()) {
            return new Root(rootfs, inUse.isShifted() && !onDisk.isShifted());
        }
        Path target = Files.createDirectories(paths.rootMount(container));
        rollback.add("remove " + target, () -> release(container));
        shifted.mount(rootfs, target, onDisk, inUse);
        return new Root(target, false);
    }

    /** Gives back what was made ready for a container that has ended; does nothing where that was nothing. */
    void release(String container) throws IOException {
        Path target = paths.rootMount(container);
        if (Files.exists(target)) {
            mounts.unmountLazily(target);
            Files.deleteIfExists(target);
        }
    }
}
