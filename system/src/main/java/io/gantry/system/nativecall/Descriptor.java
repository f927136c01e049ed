package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

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
