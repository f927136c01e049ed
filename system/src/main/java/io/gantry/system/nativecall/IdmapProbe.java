package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Finds out whether a file system can be mounted with shifted ids. */
public final class IdmapProbe {
    // Neither call has a function in the C libraries of the supported distributions.
    private static final MethodHandle OPEN_TREE =
            Libc.bindVariadic("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), 1);
    private static final MethodHandle MOUNT_SETATTR = Libc.bindVariadic(
            "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG), 1);
    private static final long SYS_OPEN_TREE = 428;
    private static final long SYS_MOUNT_SETATTR = 442;
    private static final int OPEN_TREE_CLONE = 1;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final long MOUNT_ATTR_IDMAP = 0x100000;

    private IdmapProbe() {}

    /**
     * Tries it with a mount that nobody else sees and that is gone afterwards.
     *
     * @param userNamespace the file of a user namespace that has id maps, other than the first one
     */
    public static boolean canBeMountedWithShiftedIds(Path directory, Path userNamespace) {
        try (Arena arena = Arena.ofConfined();
                Descriptor namespace = Descriptor.open(userNamespace, Descriptor.O_RDONLY)) {
            MemorySegment state = Libc.state(arena);
            long tree = (long) OPEN_TREE.invokeExact(
                    state,
                    SYS_OPEN_TREE,
                    Descriptor.AT_FDCWD,
                    Libc.text(arena, directory.toString()),
                    OPEN_TREE_CLONE | Descriptor.O_CLOEXEC);
            if (tree < 0) {
                return false;
            }
            try (Descriptor mount = new Descriptor((int) tree)) {
                MemorySegment attributes = arena.allocate(32, 8);
                attributes.set(JAVA_LONG, 0, MOUNT_ATTR_IDMAP);
                attributes.set(JAVA_LONG, 24, namespace.number());
                return (long) MOUNT_SETATTR.invokeExact(
                                state,
                                SYS_MOUNT_SETATTR,
                                mount.number(),
                                Libc.text(arena, ""),
                                AT_EMPTY_PATH,
                                attributes,
                                32L)
                        == 0;
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
