package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;

/** Signals that this process gets and the JVM has no use for, or another than ours. */
public final class CaughtSignals {
    private static final int QUIT = 3;
    private static final MethodHandle SIGNAL = Libc.bind("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));

    private CaughtSignals() {}

    /**
     * Runs an act, on a thread of its own, whenever SIGPWR comes. {@code sun.misc.Signal} is reached by name, because the
     * compiler's warning about it cannot be switched off for one class.
     */
    @SuppressWarnings("ReferenceEquality") // handlers are the same where they are one object
    public static void onPowerFailure(Runnable act) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    CaughtSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                act.run();
                                yield null;
                            }
                            case "equals" -> arguments != null && self == arguments[0];
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "handler of SIGPWR";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("PWR"), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIGPWR", e);
        }
    }

    /**
     * From now on SIGQUIT ends this process at once, with the signal's number as exit status, where the JVM would print
     * its threads. The JVM keeps the signal from Java; only a function of the C library can be put in its place.
     */
    public static void quitEndsThisProcess() {
        MemorySegment exit = Linker.nativeLinker().defaultLookup().find("_exit").orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            var _ = (MemorySegment) SIGNAL.invokeExact(Libc.state(arena), QUIT, exit);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
