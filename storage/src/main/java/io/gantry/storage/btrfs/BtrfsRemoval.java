package io.gantry.storage.btrfs;

import io.gantry.storage.tree.TreeRemoval;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.BtrfsCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Removes whatever can be at a volume's name: a subvolume, a plain directory, or one with subvolumes in it. */
final class BtrfsRemoval {
    /** Subvolumes are at most this deep in the directories that aren't subvolumes themselves. */
    private static final int DEPTH = 3;

    private final TreeRemoval plain;

    BtrfsRemoval(CommandRunner commands) {
        this.plain = new TreeRemoval(commands);
    }

    /** Does nothing where there is nothing. */
    void remove(Path tree) throws IOException {
        if (BtrfsCalls.isSubvolume(tree)) {
            new SubvolumeTree(tree).delete();
        } else if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            for (Path subvolume : subvolumesIn(tree)) {
                new SubvolumeTree(subvolume).delete();
            }
            plain.remove(tree);
        }
    }

    private static List<Path> subvolumesIn(Path tree) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.walk(tree, DEPTH)) {
            List<Path> found = inside.filter(BtrfsCalls::isSubvolume).toList();
            // Those inside of others go with them.
            return found.stream()
                    .filter(path -> found.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other)))
                    .toList();
        }
    }
}
