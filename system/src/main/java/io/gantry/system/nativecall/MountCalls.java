package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Set;

/** mount(2) and umount2(2). */
public final class MountCalls {
    private static final MethodHandle MOUNT =
            Libc.bind("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT2 =
            Libc.bind("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    private MountCalls() {}

    /** Flags of mount(2). */
    public enum Flag {
        READ_ONLY(1),
        NOSUID(2),
        NODEV(4),
        NOEXEC(8),
        REMOUNT(32),
        BIND(4096),
        MOVE(8192),
        RECURSIVE(16384),
        PRIVATE(1 << 18),
        SLAVE(1 << 19),
        SHARED(1 << 20);

        private final long bit;

        Flag(long bit) {
            this.bit = bit;
        }
    }

    /** How a mount goes away. */
    public enum Unmount {
        /** At once; refused while it is in use. */
        NOW(UMOUNT_NOFOLLOW),
        /** Out of sight at once, and wholly gone when nothing uses it any more. */
        WHEN_UNUSED(UMOUNT_NOFOLLOW | MNT_DETACH);

        private final int flags;

        Unmount(int flags) {
            this.flags = flags;
        }
    }

    /** Mounts; empty texts stand for the null pointer. */
    public static void mount(String source, Path target, String fileSystem, Set<Flag> flags, String data) {
        long bits = 0;
        for (Flag flag : flags) {
            bits |= flag.bit;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int result = (int) MOUNT.invokeExact(
                    state,
                    orNull(arena, source),
                    Libc.text(arena, target.toString()),
                    orNull(arena, fileSystem),
                    bits,
                    orNull(arena, data));
            Libc.check(result, state, "mount " + (source.isEmpty() ? "" : source + " on ") + target);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    public static void unmount(Path target, Unmount how) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int result = (int) UMOUNT2.invokeExact(state, Libc.text(arena, target.toString()), how.flags);
            Libc.check(result, state, "unmount " + target);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private static MemorySegment orNull(Arena arena, String text) {
        return text.isEmpty() ? MemorySegment.NULL : Libc.text(arena, text);
    }
}
