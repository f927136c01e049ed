package io.gantry.storage.tree;

import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.rollback.Rollback;
import java.util.List;

/** Copies volumes from one pool to another of the same host, file by file. Safe for use by many threads. */
public final class PoolCopy {
    private final TreeCopy trees;

    public PoolCopy(CommandRunner commands) {
        trees = new TreeCopy(commands);
    }

    /** A volume, or a snapshot that is to become a volume, and the driver of its pool. */
    public record Place(StorageDriver driver, Volume volume) {}

    /**
     * Makes a volume with the content of another, and snapshots of it. When it fails, the target does not exist.
     *
     * @param snapshots names of the source's snapshots to copy along, oldest first
     * @throws io.gantry.storage.StorageException naming the volume and the reason
     */
    public void copy(Place source, Place target, List<String> snapshots) {
        try (var rollback = new Rollback()) {
            target.driver().create(target.volume());
            rollback.add("remove " + target.volume(), () -> target.driver().delete(target.volume()));
            for (String name : snapshots) {
                fill(new Place(source.driver(), source.volume().snapshot(name)), target);
                target.driver().snapshot(target.volume().snapshot(name));
            }
            fill(source, target);
            rollback.keep();
        }
    }

    private void fill(Place source, Place target) {
        StorageFailures.during("copy volume %s to %s".formatted(source.volume(), target.volume()), () -> {
            try (MountedVolume from = source.driver().mount(source.volume());
                    MountedVolume to = target.driver().mount(target.volume())) {
                DirectoryAccess access = DirectoryAccess.of(to.path());
                trees.makeSame(from.path(), to.path());
                access.giveTo(to.path());
            }
        });
    }
}
