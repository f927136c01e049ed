package io.gantry.storage.tree;

import io.gantry.storage.NoSuchVolumeException;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumeExistsException;
import io.gantry.storage.VolumeType;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The directories of volumes and those around them: LXD's layout, with its modes. */
public final class VolumeFolders {
    private static final Set<PosixFilePermission> ROOT_MAY_PASS = PosixFilePermissions.fromString("--x------");
    private static final Set<PosixFilePermission> ALL_MAY_PASS = PosixFilePermissions.fromString("rwx--x--x");
    private static final Set<PosixFilePermission> ROOT_ONLY = PosixFilePermissions.fromString("rwx------");

    private final StoragePaths paths;

    public VolumeFolders(StoragePaths paths) {
        this.paths = paths;
    }

    /** Makes the folders of a pool which are not there yet. */
    public static void makeAll(Path pool) throws IOException {
        for (VolumeType type : VolumeType.values()) {
            // A container's root is a stranger on the host, who has to get to the volume that is given to it.
            makeFolder(pool.resolve(type.folder()), type == VolumeType.CONTAINER ? ALL_MAY_PASS : ROOT_ONLY);
            if (type != VolumeType.IMAGE) {
                makeFolder(pool.resolve(type.snapshotFolder()), ROOT_ONLY);
            }
        }
    }

    private static void makeFolder(Path folder, Set<PosixFilePermission> mode) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, mode);
    }

    public Path path(Volume volume) {
        return paths.volume(volume);
    }

    public boolean exists(Volume volume) {
        return Files.isDirectory(path(volume), LinkOption.NOFOLLOW_LINKS);
    }

    public void requireAbsent(Volume volume) {
        if (Files.exists(path(volume), LinkOption.NOFOLLOW_LINKS)) {
            throw new VolumeExistsException("volume " + volume + " already exists");
        }
    }

    public void requirePresent(Volume volume) {
        if (!exists(volume)) {
            throw new NoSuchVolumeException("volume " + volume + " does not exist");
        }
    }

    /** Makes the directory that holds a volume's snapshots, when the volume is one of them. */
    public void makeParent(Volume volume) throws IOException {
        if (volume.isSnapshot()) {
            makeFolder(paths.snapshots(volume), ROOT_ONLY);
        }
    }

    /** Removes the directory of a volume's snapshots when it has no more. */
    public void removeEmptyParent(Volume snapshot) throws IOException {
        try {
            Files.deleteIfExists(paths.snapshots(snapshot));
        } catch (DirectoryNotEmptyException _) {
            // There are others.
        }
    }

    /** Where the snapshots of a volume are. */
    public Path snapshots(Volume volume) {
        return paths.snapshots(volume);
    }

    /** The names of a volume's snapshots, oldest first. */
    public List<String> snapshotNames(Volume volume) throws IOException {
        Path folder = snapshots(volume);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry ->
                            new Dated(madeAt(entry), entry.getFileName().toString()))
                    .sorted(Comparator.comparing(Dated::time).thenComparing(Dated::name))
                    .map(Dated::name)
                    .toList();
        }
    }

    private record Dated(FileTime time, String name) {}

    /** Renames the folder with a volume's snapshots, where the volume has one. Snapshots have none. */
    public void moveSnapshots(Volume volume, Volume newName, Rollback rollback) throws IOException {
        Path old = snapshots(volume);
        if (volume.isSnapshot() || !Files.isDirectory(old)) {
            return;
        }
        Path renamed = snapshots(newName);
        Files.move(old, renamed, StandardCopyOption.ATOMIC_MOVE);
        rollback.add("move " + renamed + " back", () -> Files.move(renamed, old, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Gives a new volume's directory to the host's root alone, as every new volume has it. */
    public static void protect(Path directory) throws IOException {
        Files.setAttribute(directory, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(directory, "unix:gid", 0, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(directory, ROOT_MAY_PASS);
    }

    /** When a directory was made; the beginning of time when it has just gone away. */
    public static FileTime madeAt(Path directory) {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .creationTime();
        } catch (NoSuchFileException _) {
            return FileTime.fromMillis(0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
