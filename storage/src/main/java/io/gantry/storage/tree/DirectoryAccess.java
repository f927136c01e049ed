package io.gantry.storage.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Who owns a directory and what its mode is. Copying a tree into it would make them those of the tree's. */
record DirectoryAccess(Object uid, Object gid, Set<PosixFilePermission> mode) {
    static DirectoryAccess of(Path directory) throws IOException {
        return new DirectoryAccess(
                Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS),
                Files.getAttribute(directory, "unix:gid", LinkOption.NOFOLLOW_LINKS),
                Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
    }

    void giveTo(Path directory) throws IOException {
        Files.setAttribute(directory, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(directory, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(directory, mode);
    }
}
