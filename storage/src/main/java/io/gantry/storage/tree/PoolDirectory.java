package io.gantry.storage.tree;

import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.VolumeType;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The directory that is a pool, before and after its life as one. */
public final class PoolDirectory {
    private PoolDirectory() {}

    /** Makes the directory where the pool will be reachable. */
    public static void make(Path mountPoint, Rollback rollback) throws IOException {
        if (!Files.exists(mountPoint)) {
            Files.createDirectories(mountPoint);
            rollback.add("remove " + mountPoint, () -> Files.deleteIfExists(mountPoint));
        }
        Files.setPosixFilePermissions(mountPoint, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** A directory becomes a pool only when it holds nothing of somebody else. */
    public static void requireEmpty(String pool, Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            throw new InvalidPoolException(
                    "cannot create storage pool %s: its source %s is not a directory".formatted(pool, source));
        }
        try (Stream<Path> entries = Files.list(source)) {
            if (entries.anyMatch(entry -> !entry.getFileName().toString().equals("lost+found"))) {
                throw new InvalidPoolException(
                        "cannot create storage pool %s: its source %s is not empty".formatted(pool, source));
            }
        }
    }

    /** Removes the pool's folders, and nothing else that somebody put beside them. */
    public static void removeFolders(Path pool, TreeRemoval removal) {
        for (VolumeType type : VolumeType.values()) {
            removal.remove(pool.resolve(type.folder()));
            removal.remove(pool.resolve(type.snapshotFolder()));
        }
        removal.remove(WorkFolder.of(pool).path());
    }
}
