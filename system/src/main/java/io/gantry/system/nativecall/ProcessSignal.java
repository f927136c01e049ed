package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Signals to processes of the host. */
public enum ProcessSignal {
    /** Asks many services to read their configuration again. */
    HANGUP(1);

    private static final MethodHandle KILL = Libc.bind("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private final int number;

    ProcessSignal(int number) {
        this.number = number;
    }

    /** @throws SystemCallException where the process is not there, or not to be signalled */
    public void sendTo(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            Libc.check((int) KILL.invokeExact(state, (int) pid, number), state, "signal process " + pid);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
