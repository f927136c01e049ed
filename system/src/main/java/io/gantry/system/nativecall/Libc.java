package io.gantry.system.nativecall;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Binds functions of the C library. Every bound function takes as its first argument the segment of
 * {@link #state}, into which its errno goes.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    static MethodHandle bind(String name, FunctionDescriptor descriptor) {
        return bind(name, descriptor, Linker.Option.captureCallState("errno"));
    }

    /** Binds a function with a variable number of arguments, of which the first is at the index. */
    static MethodHandle bindVariadic(String name, FunctionDescriptor descriptor, int firstVariadic) {
        return bind(
                name,
                descriptor,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no function " + name));
        return LINKER.downcallHandle(address, descriptor, options);
    }

    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    static int errno(MemorySegment state) {
        return state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    static MemorySegment text(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8);
    }

    /** The bytes with a zero behind them. */
    static MemorySegment bytes(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Fails unless the result is non-negative. */
    static int check(int result, MemorySegment state, String action) {
        if (result < 0) {
            throw new SystemCallException(action, errno(state));
        }
        return result;
    }

    /** Fails unless the result is non-negative. */
    static long check(long result, MemorySegment state, String action) {
        if (result < 0) {
            throw new SystemCallException(action, errno(state));
        }
        return result;
    }

    /** A downcall itself throws nothing but errors of the virtual machine. */
    static RuntimeException unexpected(Throwable failure) {
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }
}
