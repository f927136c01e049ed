package io.gantry.storage.btrfs;

import io.gantry.system.nativecall.BtrfsCalls;
import io.gantry.system.nativecall.Errno;
import io.gantry.system.nativecall.SystemCallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A subvolume together with all that are nested in it, which btrfs itself treats as foreign. Whoever writes in the tree
 * may exchange directories for links while this works: no link is followed.
 *
 * @param root the outermost subvolume
 */
record SubvolumeTree(Path root) {
    private static final String ITSELF = "";

    /** A nested subvolume: the way to it from the root, and whether nothing can be written to it. */
    record Nested(String path, boolean isReadOnly) {}

    /** All nested subvolumes, each before those that are nested in it. */
    List<Nested> nested() {
        List<Nested> found = new ArrayList<>();
        collect(ITSELF, found);
        return found;
    }

    private void collect(String path, List<Nested> found) {
        List<String> children = new ArrayList<>();
        for (String child : BtrfsCalls.children(root, path)) {
            children.add(path.isEmpty() ? child : path + "/" + child);
        }
        children.sort(null);
        for (String child : children) {
            try {
                found.add(new Nested(child, BtrfsCalls.isReadOnly(root, child)));
                collect(child, found);
            } catch (SystemCallException failure) {
                requireGone(failure);
            }
        }
    }

    /** Makes a writable copy; it answers what is nested in it. When it fails, some part of the copy is there. */
    List<Nested> copyTo(Path target) {
        BtrfsCalls.snapshot(root, target);
        List<Nested> copied = new ArrayList<>();
        for (Nested nested : nested()) {
            try {
                BtrfsCalls.snapshotNested(root, nested.path(), target);
                copied.add(nested);
            } catch (SystemCallException failure) {
                requireGone(failure);
            }
        }
        return copied;
    }

    /** In a tree that is in use, a subvolume may go away or be moved between being listed and being looked at. */
    private static void requireGone(SystemCallException failure) {
        if (!failure.is(Errno.ENOENT) && !failure.is(Errno.ENOTDIR) && !failure.is(Errno.ELOOP)) {
            throw failure;
        }
    }

    /** Makes the whole tree read-only. */
    void freeze() {
        for (Nested nested : nested().reversed()) {
            BtrfsCalls.makeReadOnly(root, nested.path());
        }
        BtrfsCalls.makeReadOnly(root, ITSELF);
    }

    /** Makes those read-only in a copy that were so in the tree it was made from. */
    void freeze(List<Nested> copied) {
        for (Nested nested : copied.reversed()) {
            if (nested.isReadOnly()) {
                BtrfsCalls.makeReadOnly(root, nested.path());
            }
        }
    }

    /** Removes the tree; does nothing where there is none. */
    void delete() {
        if (!BtrfsCalls.isSubvolume(root)) {
            return;
        }
        List<Nested> nested = nested();
        if (!nested.isEmpty()) {
            // Taking something out of a read-only subvolume is a change of it.
            BtrfsCalls.makeWritable(root, ITSELF);
            nested.forEach(inner -> BtrfsCalls.makeWritable(root, inner.path()));
            nested.reversed().forEach(inner -> BtrfsCalls.deleteNested(root, inner.path()));
        }
        BtrfsCalls.delete(root);
    }
}
