package io.gantry.storage.btrfs;

import io.gantry.storage.IncomingVolume;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.OutgoingVolume;
import io.gantry.storage.QuotaSupport;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import io.gantry.storage.tree.PlainMount;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.storage.tree.WorkFolder;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.BtrfsCalls;
import io.gantry.system.nativecall.FileSystemCalls;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Volumes as subvolumes. Snapshots are read-only ones; subvolumes nested in a volume go with it. */
final class BtrfsDriver implements StorageDriver, QuotaSupport, OptimizedTransfer {
    private final VolumeFolders folders;
    private final WorkFolder work;
    private final UnaryOperator<Path> entrance;
    private final CommandRunner commands;
    private final BtrfsQuota quota;
    private final BtrfsRemoval removal;

    /** @param entrance turns a path in the pool into the one by which {@code btrfs receive} has to reach it */
    BtrfsDriver(VolumeFolders folders, WorkFolder work, UnaryOperator<Path> entrance, CommandRunner commands) {
        this.folders = folders;
        this.work = work;
        this.entrance = entrance;
        this.commands = commands;
        this.quota = new BtrfsQuota(commands);
        this.removal = new BtrfsRemoval(commands);
    }

    @Override
    public String name() {
        return BtrfsPoolDriver.NAME;
    }

    @Override
    public void create(Volume volume) {
        folders.requireAbsent(volume);
        StorageFailures.during("create volume " + volume, () -> {
            try (Rollback rollback = new Rollback()) {
                Path built = newName(rollback);
                BtrfsCalls.create(built);
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
        StorageFailures.during("copy volume %s to %s".formatted(source, target), () -> {
            try (Rollback rollback = new Rollback()) {
                Path built = newName(rollback);
                List<SubvolumeTree.Nested> nested = new SubvolumeTree(folders.path(source)).copyTo(built);
                if (!source.isSnapshot()) {
                    // In a snapshot all are read-only, whatever they were before.
                    new SubvolumeTree(built).freeze(nested);
                }
                VolumeFolders.protect(built);
                place(built, target);
                rollback.keep();
            }
        });
    }

    @Override
    public void snapshot(Volume snapshot) {
        folders.requirePresent(snapshot.parent());
        folders.requireAbsent(snapshot);
        StorageFailures.during("make snapshot " + snapshot, () -> {
            Path place = folders.path(snapshot);
            try (Rollback rollback = new Rollback()) {
                Path built = newName(rollback);
                new SubvolumeTree(folders.path(snapshot.parent())).copyTo(built);
                VolumeFolders.protect(built);
                place(built, snapshot);
                rollback.add("remove " + place, () -> removal.remove(place));
                // A read-only subvolume can't be moved, so this comes last.
                new SubvolumeTree(place).freeze();
                rollback.keep();
            }
        });
    }

    private Path newName(Rollback rollback) {
        Path built = work.freshName();
        rollback.add("remove " + built, () -> removal.remove(built));
        return built;
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
            // Whatever happens, what has the work folder's name at the end is what nobody needs any more.
            try (Rollback cleanup = new Rollback()) {
                Path built = newName(cleanup);
                new SubvolumeTree(folders.path(snapshot)).copyTo(built);
                VolumeFolders.protect(built);
                OptionalLong limit = quota.limitOf(place);
                if (limit.isPresent()) {
                    quota.limit(built, limit.getAsLong());
                }
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
            removal.remove(folders.path(volume));
            if (volume.isSnapshot()) {
                folders.removeEmptyParent(volume);
            } else {
                removal.remove(folders.snapshots(volume));
            }
        });
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
        // A snapshot's directory is as old as its volume: the subvolumes' numbers tell which came first.
        return StorageFailures.ask(
                "list the snapshots of " + volume,
                () -> folders.snapshotNames(volume).stream()
                        .map(volume::snapshot)
                        .filter(snapshot -> BtrfsCalls.isSubvolume(folders.path(snapshot)))
                        .sorted(Comparator.comparingLong(snapshot ->
                                BtrfsCalls.subvolume(folders.path(snapshot)).id()))
                        .map(snapshot -> snapshot.snapshotName().orElseThrow())
                        .toList());
    }

    @Override
    public OptionalLong usage(Volume volume) {
        return quota.usedAlone(folders.path(volume));
    }

    @Override
    public void limit(Volume volume, long bytes) {
        folders.requirePresent(volume);
        StorageFailures.during("limit the size of volume " + volume, () -> {
            quota.requireRoom(folders.path(volume), bytes);
            quota.limit(folders.path(volume), bytes);
        });
    }

    @Override
    public OptionalLong limitOf(Volume volume) {
        return quota.limitOf(folders.path(volume));
    }

    @Override
    public List<VolumePart> parts(Volume volume) {
        folders.requirePresent(volume);
        return StorageFailures.ask("list the parts of volume " + volume, () -> {
            SubvolumeTree tree = new SubvolumeTree(folders.path(volume));
            return SentParts.of(tree, volume.isSnapshot(), tree.nested());
        });
    }

    @Override
    public Optional<String> origin(Volume snapshot) {
        folders.requirePresent(snapshot);
        return StorageFailures.ask(
                "find the origin of " + snapshot,
                () -> BtrfsCalls.subvolume(folders.path(snapshot))
                        .receivedUuid()
                        .map(UUID::toString));
    }

    @Override
    public OutgoingVolume send(Volume volume) {
        folders.requirePresent(volume);
        return StorageFailures.ask(
                "prepare the sending of volume " + volume,
                () -> volume.isSnapshot() ? sendSnapshot(volume) : sendFrozen(volume));
    }

    private OutgoingVolume sendSnapshot(Volume snapshot) {
        SubvolumeTree tree = new SubvolumeTree(folders.path(snapshot));
        if (!BtrfsCalls.isReadOnly(tree.root())) {
            tree.freeze();
        }
        return new OutgoingSubvolumes(
                snapshot, tree, SentParts.of(tree, true, tree.nested()), folders, commands, () -> {});
    }

    private OutgoingVolume sendFrozen(Volume volume) {
        try (Rollback rollback = new Rollback()) {
            SubvolumeTree frozen = new SubvolumeTree(newName(rollback));
            List<SubvolumeTree.Nested> nested = new SubvolumeTree(folders.path(volume)).copyTo(frozen.root());
            frozen.freeze();
            List<VolumePart> parts = SentParts.of(frozen, false, nested);
            rollback.keep();
            return new OutgoingSubvolumes(volume, frozen, parts, folders, commands, frozen::delete);
        }
    }

    @Override
    public IncomingVolume receive(Volume target) {
        return StorageFailures.ask("prepare the receiving of volume " + target, () -> {
            Path received = work.freshName();
            Files.createDirectory(received);
            return new IncomingSubvolumes(target, received, entrance, folders, commands);
        });
    }
}
