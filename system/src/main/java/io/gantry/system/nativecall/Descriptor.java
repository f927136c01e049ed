package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** An open file descriptor of the kernel that closes with its scope. For one thread. */
final class Descriptor implements AutoCloseable {
    static final int AT_FDCWD = -100;
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_DIRECTORY = 0x10000;
    static final int O_NOFOLLOW = 0x20000;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    private static final MethodHandle OPENAT =
            Libc.bindVariadic("openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), 3);
    // The C libraries of the supported distributions have no function for it.
    private static final MethodHandle OPENAT2 = Libc.bindVariadic(
            "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG), 1);
    private static final long SYS_OPENAT2 = 437;
    private static final long OPEN_HOW_SIZE = 24;
    private static final int MOST_ATTEMPTS = 100;
    private static final long RESOLVE_NO_SYMLINKS = 4;
    private static final long RESOLVE_BENEATH = 8;
    private static final MethodHandle CLOSE = Libc.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private int number;

    Descriptor(int number) {
        this.number = number;
    }

    static Descriptor open(Path path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int result = openAt(state, AT_FDCWD, Libc.text(arena, path.toString()), flags);
            return new Descriptor(Libc.check(result, state, "open " + path));
        }
    }

    /** The number, or what openat answered when it failed. */
    static int openAt(MemorySegment state, int directory, MemorySegment name, int flags) {
        try {
            return (int) OPENAT.invokeExact(state, directory, name, flags | O_CLOEXEC);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** Opens what lies below a directory, by a path without links. An empty path is the directory itself. */
    static Descriptor openBeneath(Path root, String path, int flags) {
        try (Descriptor directory = open(root, O_PATH | O_DIRECTORY)) {
            return openHow(
                    directory.number, path.isEmpty() ? "." : path, flags, 0, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
        }
    }

    /** The same for a path of any bytes, ended by a zero. */
    static Descriptor openBeneath(Descriptor directory, MemorySegment path, int flags) {
        return openHow(directory.number, path, "a file", flags, 0, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
    }

    /** openat2(2). */
    static Descriptor openHow(int directory, String name, int flags, int mode, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            return openHow(directory, Libc.text(arena, name), name, flags, mode, resolve);
        }
    }

    private static Descriptor openHow(
            int directory, MemorySegment text, String name, int flags, int mode, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            MemorySegment how = arena.allocate(OPEN_HOW_SIZE, 8);
            how.set(JAVA_LONG, 0, flags | O_CLOEXEC);
            how.set(JAVA_LONG, 8, mode);
            how.set(JAVA_LONG, 16, resolve);
            long result = -1;
            // The kernel asks for another try when something was renamed while it followed the path.
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                result = (long) OPENAT2.invokeExact(state, SYS_OPENAT2, directory, text, how, OPEN_HOW_SIZE);
                if (result >= 0 || Libc.errno(state) != Errno.EAGAIN.number()) {
                    break;
                }
            }
            return new Descriptor((int) Libc.check(result, state, "open " + name));
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        if (number < 0) {
            return;
        }
        int closing = number;
        number = -1;
        closeNumber(closing);
    }

    static void closeNumber(int closing) {
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) CLOSE.invokeExact(Libc.state(arena), closing);
            // A failing close has released the number all the same; what was written has been checked by fsync.
            assert result <= 0;
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
