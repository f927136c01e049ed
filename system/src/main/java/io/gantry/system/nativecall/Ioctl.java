package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** ioctl(2) with a structure as its argument. */
final class Ioctl {
    private static final MethodHandle IOCTL =
            Libc.bindVariadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

    private Ioctl() {}

    static int call(MemorySegment state, int descriptor, long request, MemorySegment argument, String action) {
        try {
            int result = (int) IOCTL.invokeExact(state, descriptor, request, argument);
            return Libc.check(result, state, action);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
