package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Mounts of directories whose files appear with other owners than they have on disk (mount_setattr(2)). */
public final class IdmappedMounts {
    // None of these has a function in the C libraries of the supported distributions.
    private static final MethodHandle OPEN_TREE =
            Libc.bindVariadic("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), 1);
    private static final MethodHandle MOUNT_SETATTR = Libc.bindVariadic(
            "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG), 1);
    private static final MethodHandle MOVE_MOUNT = Libc.bindVariadic(
            "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT), 1);
    private static final long SYS_OPEN_TREE = 428;
    private static final long SYS_MOVE_MOUNT = 429;
    private static final long SYS_MOUNT_SETATTR = 442;
    private static final int OPEN_TREE_CLONE = 1;
    private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final long MOUNT_ATTR_IDMAP = 0x100000;
    private static final long MOUNT_ATTR_SIZE = 32;

    private IdmappedMounts() {}

    /**
     * Tries it with a mount that nobody else sees and that is gone afterwards.
     *
     * @param userNamespace the file of a user namespace that has id maps, other than the first one
     */
    public static boolean canBeMade(Path directory, Path userNamespace) {
        try (Arena arena = Arena.ofConfined();
                Descriptor namespace = Descriptor.open(userNamespace, Descriptor.O_RDONLY);
                Descriptor mount = clone(directory)) {
            MemorySegment state = Libc.state(arena);
            return map(arena, state, mount, namespace) == 0;
        } catch (SystemCallException refused) {
            return false;
        }
    }

    /**
     * Makes a directory visible at a second place, with owners by a user namespace: the ids on disk are taken for ids
     * inside of it, and appear as those that stand for them outside.
     *
     * @param userNamespace the file of the namespace; it is needed only for the time of this call
     */
    public static void mount(Path directory, Path userNamespace, Path target) {
        try (Arena arena = Arena.ofConfined();
                Descriptor namespace = Descriptor.open(userNamespace, Descriptor.O_RDONLY);
                Descriptor mount = clone(directory)) {
            MemorySegment state = Libc.state(arena);
            String act = "mount " + directory + " with other owners";
            Libc.check(map(arena, state, mount, namespace), state, act);
            long result = (long) MOVE_MOUNT.invokeExact(
                    state,
                    SYS_MOVE_MOUNT,
                    mount.number(),
                    Libc.text(arena, ""),
                    Descriptor.AT_FDCWD,
                    Libc.text(arena, target.toString()),
                    MOVE_MOUNT_F_EMPTY_PATH);
            Libc.check(result, state, act + " on " + target);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private static Descriptor clone(Path directory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            long tree = (long) OPEN_TREE.invokeExact(
                    state,
                    SYS_OPEN_TREE,
                    Descriptor.AT_FDCWD,
                    Libc.text(arena, directory.toString()),
                    OPEN_TREE_CLONE | Descriptor.O_CLOEXEC);
            return new Descriptor((int) Libc.check(tree, state, "clone the mount of " + directory));
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private static long map(Arena arena, MemorySegment state, Descriptor mount, Descriptor namespace) {
        MemorySegment attributes = arena.allocate(MOUNT_ATTR_SIZE, 8);
        attributes.set(JAVA_LONG, 0, MOUNT_ATTR_IDMAP);
        attributes.set(JAVA_LONG, 24, namespace.number());
        try {
            return (long) MOUNT_SETATTR.invokeExact(
                    state,
                    SYS_MOUNT_SETATTR,
                    mount.number(),
                    Libc.text(arena, ""),
                    AT_EMPTY_PATH,
                    attributes,
                    MOUNT_ATTR_SIZE);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
