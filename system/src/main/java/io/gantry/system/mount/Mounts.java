package io.gantry.system.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The mounts of this process's mount namespace. May be shared by threads. A refused mount throws {@link
 * io.gantry.system.nativecall.SystemCallException}, or what {@link io.gantry.system.command.CommandRunner#run} throws.
 */
public interface Mounts {
    /** All mounts, in the kernel's order: of two at one target the later one is on top. */
    List<Mount> list();

    /** The mount on top at a directory or file; empty where nothing is mounted at just that place. */
    Optional<Mount> at(Path target);

    /** The mount that a path lies in. */
    Mount containing(Path path);

    /**
     * Mounts a file system of a block device.
     *
     * @param options in the words of mount(8)
     */
    void mountDevice(Path device, Path target, String fileSystem, List<String> options);

    /**
     * Changes the options of a mounted file system of a block device.
     *
     * @param options in the words of mount(8), all that it is to have
     */
    void remount(Path target, List<String> options);

    /** Mounts a new tmpfs; data is in the kernel's words, such as {@code size=100k,mode=0711}. */
    void mountTmpfs(Path target, String data);

    /** Makes a directory or file visible at a second place, without what is mounted below it. */
    void bind(Path source, Path target);

    /** Makes a directory visible at a second place, with what is mounted below it. */
    void bindRecursively(Path source, Path target);

    /** As {@link #bind}, and nothing can be written through the second place. */
    void bindReadOnly(Path source, Path target);

    /** Forbids writing through one mount, and leaves other mounts of the same file system as they are. */
    void makeReadOnly(Path target);

    /** Lets mounts made below the target appear in its peers, such as its copies in containers. */
    void makeShared(Path target);

    /** Keeps mounts made below the target to this namespace. */
    void makePrivate(Path target);

    /** Takes the mount on top away; refused while it is in use. Does nothing where nothing is mounted. */
    void unmount(Path target);

    /** Takes the mount on top out of sight; its end comes when nothing uses it. Does nothing where nothing is mounted. */
    void unmountLazily(Path target);
}
