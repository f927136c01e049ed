package io.gantry.storage.idmap;

import io.gantry.system.nativecall.TreeOwners;
import java.nio.file.Path;

/**
 * A tree whose owners on disk are ids of the host where it was used, as hosts write them that do not mount with other
 * ids.
 *
 * @param root of the tree
 * @param idmap by which it is shifted
 */
public record ShiftedTree(Path root, DiskIdmap idmap) {
    /**
     * Gives all files the owners that they have in the container; ids for which the map has none stay. Does nothing to
     * a tree that isn't shifted. It cannot be repeated: when it fails, the tree is of no use.
     *
     * @throws io.gantry.system.nativecall.SystemCallException naming the file
     */
    public void unshift() {
        if (idmap.isShifted()) {
            TreeOwners.change(
                    root,
                    id -> idmap.fromDisk(IdKind.USER, id).orElse(id),
                    id -> idmap.fromDisk(IdKind.GROUP, id).orElse(id));
        }
    }
}
