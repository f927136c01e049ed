package io.gantry.storage;

import java.nio.file.Path;

/** Where pools and volumes lie on disk: LXD's layout below the daemon's directory. */
public record StoragePaths(Path daemonDirectory) {
    /** Where a pool is mounted. */
    public Path pool(String pool) {
        return daemonDirectory.resolve("storage-pools").resolve(pool);
    }

    /** The file that holds a pool which lives in a loop device. */
    public Path disk(String pool) {
        return daemonDirectory.resolve("disks").resolve(pool + ".img");
    }

    /** Where a volume or snapshot is. */
    public Path volume(Volume volume) {
        return volume.isSnapshot()
                ? snapshots(volume).resolve(volume.snapshotName().orElseThrow())
                : pool(volume.pool()).resolve(volume.type().folder()).resolve(volume.storageName());
    }

    /** The directory with all snapshots of a volume. */
    public Path snapshots(Volume volume) {
        return pool(volume.pool()).resolve(volume.type().snapshotFolder()).resolve(volume.storageName());
    }
}
