package io.gantry.daemon.template;

import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes files into a container's root file system for its root. For one thread. */
final class TemplateFiles {
    private final Path rootfs;
    private final DiskIdmap idmap;

    TemplateFiles(Path rootfs, DiskIdmap idmap) {
        this.rootfs = rootfs;
        this.idmap = idmap;
    }

    boolean exists(String path) throws IOException {
        return Files.exists(RootedPath.resolve(rootfs, path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes a file. One that is there keeps its owner and mode; a new one, and the directories it needs, belong to
     * the container's root.
     */
    void write(String path, byte[] content) throws IOException {
        Path file = RootedPath.resolve(rootfs, path);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(path, null, "it is not a regular file");
            }
            Files.write(file, content, options(StandardOpenOption.TRUNCATE_EXISTING));
            return;
        }
        makeDirectories(file.getParent());
        Files.write(file, content, options(StandardOpenOption.CREATE_NEW));
        give(file, "rw-r--r--");
    }

    private static OpenOption[] options(OpenOption how) {
        return new OpenOption[] {StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS, how};
    }

    private void makeDirectories(@Nullable Path directory) throws IOException {
        if (directory == null
                || !directory.startsWith(rootfs)
                || Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        makeDirectories(directory.getParent());
        Files.createDirectory(directory);
        give(directory, "rwxr-xr-x");
    }

    private void give(Path file, String mode) throws IOException {
        Files.setAttribute(file, "unix:uid", rootId(IdKind.USER), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", rootId(IdKind.GROUP), LinkOption.NOFOLLOW_LINKS);
        // The daemon's umask has no say in what containers can read.
        Files.setPosixFilePermissions(file, Set.copyOf(PosixFilePermissions.fromString(mode)));
    }

    private int rootId(IdKind kind) {
        return (int) idmap.toDisk(kind, 0).orElse(0);
    }
}
