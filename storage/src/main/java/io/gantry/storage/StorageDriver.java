package io.gantry.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The volumes of one started pool: the contract that every driver keeps.
 *
 * <p>A volume is a directory tree of its own, with LXD's layout inside ({@code rootfs/ metadata.yaml
 * templates/ backup.yaml}); what it holds is the caller's business. A snapshot is a volume as well, named by
 * {@link Volume#snapshot}; its content never changes. Copies keep owners, modes, times (to the nanosecond),
 * hard links, holes, devices, extended attributes, ACLs, capabilities and names of any bytes.
 *
 * <p>Volume directories are made with mode 0100 and owned by root, so that no user of the host can reach what
 * is inside; whoever starts an unprivileged container gives the directory to the container's root.
 *
 * <p>Each method either does all of its work or leaves nothing behind, as long as the process lives. After
 * a kill, {@link #delete} removes whatever part of a volume there is. A method throws
 * {@link StorageException}, whose message names the volume, the act and the reason. All methods may be called
 * by any number of threads, but two that change the same volume must not run at once: callers hold the lock
 * of what the volume belongs to.
 *
 * <p>What not all drivers can do is an interface of its own: {@link QuotaSupport}, {@link OptimizedTransfer}.
 */
public interface StorageDriver {
    /** The kind of driver, as the API names it: {@code dir}, {@code btrfs}. */
    String name();

    /**
     * Makes an empty volume.
     *
     * @throws VolumeExistsException when there is one of that name
     */
    void create(Volume volume);

    /**
     * Makes a new, writable volume with the content of another one of this pool, which may be a snapshot and of
     * any type. Snapshots of the source are not taken over. The source may be in use; then the copy
     * holds each file as it was at some time while this method ran.
     *
     * @throws VolumeExistsException when the target exists
     * @throws NoSuchVolumeException when the source doesn't
     */
    void clone(Volume source, Volume target);

    /**
     * Makes a snapshot of its {@link Volume#parent}. Later changes to the parent don't reach it.
     *
     * @param snapshot the snapshot to make
     */
    void snapshot(Volume snapshot);

    /**
     * Gives the content of a snapshot back to its parent. The parent's other snapshots stay, also later
     * ones. When it fails, the parent has its old content.
     */
    void restore(Volume snapshot);

    /**
     * Renames a volume together with its snapshots, or one snapshot. Both names are of the same kind, and for
     * snapshots of the same parent.
     *
     * @throws VolumeExistsException when the new name is taken
     */
    void rename(Volume volume, Volume newName);

    /**
     * Removes a volume with all of its snapshots, or one snapshot. Removing what is not there, or only half there,
     * is no error.
     */
    void delete(Volume volume);

    /**
     * Makes the volume's content reachable at {@link #path}. Mounts of one volume nest: the content stays
     * reachable until the last one is closed. A snapshot's content must only be read.
     */
    MountedVolume mount(Volume volume);

    /** Where the volume's content is while the volume is mounted. Doesn't look whether it exists. */
    Path path(Volume volume);

    boolean exists(Volume volume);

    /** The names of the volume's snapshots, oldest first. */
    List<String> snapshots(Volume volume);

    /** The bytes that the volume takes up by itself; empty where finding out costs a walk through the tree. */
    OptionalLong usage(Volume volume);
}
