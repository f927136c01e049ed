package io.gantry.storage.dir;

import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.tree.PlainMount;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.TreeCopy;
import io.gantry.storage.tree.TreeRemoval;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.storage.tree.WorkFolder;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.FileSystemCalls;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;

/**
 * Volumes as plain directories. Each tree is built in the work folder and renamed into its place, so that a volume's
 * name never stands for a part of it.
 */
final class DirDriver implements StorageDriver {
    private final VolumeFolders folders;
    private final WorkFolder work;
    private final TreeCopy copying;
    private final TreeRemoval removal;

    DirDriver(VolumeFolders folders, WorkFolder work, CommandRunner commands) {
        this.folders = folders;
        this.work = work;
        this.copying = new TreeCopy(commands);
        this.removal = new TreeRemoval(commands);
    }

    @Override
    public String name() {
        return DirPoolDriver.NAME;
    }

    @Override
    public void create(Volume volume) {
        folders.requireAbsent(volume);
        StorageFailures.during("create volume " + volume, () -> {
            try (Rollback rollback = new Rollback()) {
                Path built = newTree(rollback);
                VolumeFolders.protect(built);
                place(built, volume);
                rollback.keep();
            }
        });
    }

    @Override
    public void clone(Volume source, Volume target) {
        folders.requirePresent(source);
        folders.requireAbsent(target);
        StorageFailures.during(
                "copy volume %s to %s".formatted(source, target), () -> copyTo(folders.path(source), target));
    }

    @Override
    public void snapshot(Volume snapshot) {
        folders.requirePresent(snapshot.parent());
        folders.requireAbsent(snapshot);
        StorageFailures.during("make snapshot " + snapshot, () -> copyTo(folders.path(snapshot.parent()), snapshot));
    }

    private void copyTo(Path source, Volume target) throws IOException {
        try (Rollback rollback = new Rollback()) {
            Path built = newTree(rollback);
            copying.copy(source, built);
            VolumeFolders.protect(built);
            place(built, target);
            rollback.keep();
        }
    }

    private Path newTree(Rollback rollback) throws IOException {
        Path built = work.freshName();
        rollback.add("remove " + built, () -> removal.remove(built));
        return Files.createDirectory(built);
    }

    private void place(Path built, Volume volume) throws IOException {
        folders.makeParent(volume);
        Files.move(built, folders.path(volume), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void restore(Volume snapshot) {
        folders.requirePresent(snapshot);
        folders.requirePresent(snapshot.parent());
        StorageFailures.during("restore snapshot " + snapshot, () -> {
            Path place = folders.path(snapshot.parent());
            // Whatever happens, what is in the work folder at the end is what nobody needs any more.
            try (Rollback cleanup = new Rollback()) {
                Path built = newTree(cleanup);
                copying.copy(folders.path(snapshot), built);
                VolumeFolders.protect(built);
                FileSystemCalls.exchange(built, place);
            }
        });
    }

    @Override
    public void rename(Volume volume, Volume newName) {
        folders.requirePresent(volume);
        folders.requireAbsent(newName);
        StorageFailures.during("rename volume %s to %s".formatted(volume, newName), () -> {
            try (Rollback rollback = new Rollback()) {
                folders.moveSnapshots(volume, newName, rollback);
                Files.move(folders.path(volume), folders.path(newName), StandardCopyOption.ATOMIC_MOVE);
                rollback.keep();
            }
        });
    }

    @Override
    public void delete(Volume volume) {
        StorageFailures.during("delete volume " + volume, () -> {
            remove(folders.path(volume));
            if (volume.isSnapshot()) {
                folders.removeEmptyParent(volume);
            } else {
                remove(folders.snapshots(volume));
            }
        });
    }

    private void remove(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path doomed = work.freshName();
        Files.move(tree, doomed, StandardCopyOption.ATOMIC_MOVE);
        removal.remove(doomed);
    }

    @Override
    public MountedVolume mount(Volume volume) {
        folders.requirePresent(volume);
        return new PlainMount(folders.path(volume));
    }

    @Override
    public Path path(Volume volume) {
        return folders.path(volume);
    }

    @Override
    public boolean exists(Volume volume) {
        return folders.exists(volume);
    }

    @Override
    public List<String> snapshots(Volume volume) {
        return StorageFailures.ask("list the snapshots of " + volume, () -> folders.snapshotNames(volume));
    }

    @Override
    public OptionalLong usage(Volume volume) {
        return OptionalLong.empty();
    }
}
