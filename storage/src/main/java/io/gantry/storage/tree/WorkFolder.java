package io.gantry.storage.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of a pool in which trees are that aren't volumes yet, or no longer. What is in it when a pool is started
 * was left by a daemon that was killed.
 *
 * @param path in the pool's file system, so that trees can be renamed into their places
 */
public record WorkFolder(Path path) {
    private static final String NAME = ".gantry-work";

    public static WorkFolder of(Path pool) {
        return new WorkFolder(pool.resolve(NAME));
    }

    /** Makes the folder; nobody but root can look into it. */
    public void make() throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** A name in the folder that nothing has. */
    public Path freshName() {
        return path.resolve(UUID.randomUUID().toString());
    }

    /** What is in the folder. */
    public List<Path> entries() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList();
        }
    }
}
