package io.gantry.storage.fake;

import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.Volume;
import io.gantry.storage.tree.PlainMount;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.TreeCopy;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.storage.tree.WorkFolder;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.effect.Effects;
import io.gantry.system.effect.Effects.EffectFailedException;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;

/** The volumes of a {@link FakePoolDriver}'s pool. */
final class FakeVolumes implements StorageDriver {
    private final String name;
    private final VolumeFolders folders;
    private final WorkFolder work;
    private final Effects effects;
    private final TreeCopy copying = new TreeCopy(new ProcessCommandRunner());

    FakeVolumes(String name, StoragePaths paths, WorkFolder work, Effects effects) {
        this.name = name;
        this.folders = new VolumeFolders(paths);
        this.work = work;
        this.effects = effects;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void create(Volume volume) {
        folders.requireAbsent(volume);
        effects.happen("create volume " + volume);
        StorageFailures.during("create volume " + volume, () -> place(newTree(), volume));
    }

    @Override
    public void clone(Volume source, Volume target) {
        folders.requirePresent(source);
        folders.requireAbsent(target);
        effects.happen("copy volume " + source + " to " + target);
        copy(source, target);
    }

    @Override
    public void snapshot(Volume snapshot) {
        folders.requirePresent(snapshot.parent());
        folders.requireAbsent(snapshot);
        effects.happen("make snapshot " + snapshot);
        copy(snapshot.parent(), snapshot);
    }

    @Override
    public void restore(Volume snapshot) {
        folders.requirePresent(snapshot);
        folders.requirePresent(snapshot.parent());
        effects.happen("restore snapshot " + snapshot);
        StorageFailures.during("restore snapshot " + snapshot, () -> {
            Path built = filled(snapshot);
            Path place = folders.path(snapshot.parent());
            Trees.remove(place);
            Files.move(built, place, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public void rename(Volume volume, Volume newName) {
        folders.requirePresent(volume);
        folders.requireAbsent(newName);
        StorageFailures.during("rename volume %s to %s".formatted(volume, newName), () -> {
            boolean hasSnapshots = !volume.isSnapshot() && Files.isDirectory(folders.snapshots(volume));
            if (hasSnapshots) {
                effects.happen("rename snapshots of " + volume + " to " + newName);
                move(folders.snapshots(volume), folders.snapshots(newName));
            }
            try {
                effects.happen("rename volume " + volume + " to " + newName);
            } catch (EffectFailedException e) {
                if (hasSnapshots) {
                    move(folders.snapshots(newName), folders.snapshots(volume));
                }
                throw e;
            }
            move(folders.path(volume), folders.path(newName));
        });
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Volume volume) {
        effects.happen("delete volume " + volume);
        StorageFailures.during("delete volume " + volume, () -> {
            Trees.remove(folders.path(volume));
            if (volume.isSnapshot()) {
                folders.removeEmptyParent(volume);
            } else if (Files.isDirectory(folders.snapshots(volume))) {
                effects.happen("delete snapshots of " + volume);
                Trees.remove(folders.snapshots(volume));
            }
        });
    }

    private void copy(Volume source, Volume target) {
        StorageFailures.during("copy volume %s to %s".formatted(source, target), () -> place(filled(source), target));
    }

    private Path filled(Volume source) throws IOException {
        Path built = newTree();
        try (var rollback = new Rollback()) {
            rollback.add("remove " + built, () -> Trees.remove(built));
            copying.copy(folders.path(source), built);
            rollback.keep();
        }
        return built;
    }

    private Path newTree() throws IOException {
        return Files.createDirectory(
                work.freshName(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void place(Path built, Volume volume) throws IOException {
        folders.makeParent(volume);
        Files.move(built, folders.path(volume), StandardCopyOption.ATOMIC_MOVE);
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
