package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The end of processes that are not children of this one. */
public final class ProcessEnd {
    private static final long PIDFD_OPEN = 434;
    private static final short POLLIN = 1;
    private static final long POLLFD_SIZE = 8;

    private static final MethodHandle SYSCALL =
            Libc.bindVariadic("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT), 1);
    private static final MethodHandle POLL =
            Libc.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = Libc.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private ProcessEnd() {}

    /**
     * Waits until a process has ended; returns at once where it is gone. Holds its platform thread, and takes no notice
     * of interrupts.
     */
    public static void await(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            long descriptor = (long) SYSCALL.invokeExact(state, PIDFD_OPEN, (int) pid, 0);
            if (descriptor < 0) {
                return;
            }
            MemorySegment polled = arena.allocate(POLLFD_SIZE);
            polled.set(JAVA_INT, 0, (int) descriptor);
            polled.set(JAVA_SHORT, 4, POLLIN);
            int ready;
            do {
                // A signal may end the call early.
                ready = (int) POLL.invokeExact(state, polled, 1L, -1);
            } while (ready < 0);
            int _ = (int) CLOSE.invokeExact(state, (int) descriptor);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
