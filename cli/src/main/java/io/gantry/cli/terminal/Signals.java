package io.gantry.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Signal handlers by {@code sun.misc.Signal}, the only way to catch a signal in Java. It is reached by name, because
 * the compiler's warning about it cannot be switched off for one class.
 */
final class Signals {
    private Signals() {}

    @SuppressWarnings("ReferenceEquality") // handlers are the same where they are one object
    static Terminal.Scope handle(String name, Runnable handler) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerClass}, (self, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                handler.run();
                                yield null;
                            }
                            case "equals" -> arguments != null && self == arguments[0];
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "handler of SIG" + name;
                        };
                    });
            var handle = signalClass.getMethod("handle", signalClass, handlerClass);
            @Nullable Object before = handle.invoke(null, signal, proxy);
            return () -> {
                try {
                    handle.invoke(null, signal, before);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("cannot give back SIG" + name, e);
                }
            };
        } catch (InvocationTargetException e) {
            // The JVM keeps a few signals for itself (-Xrs, other platforms); the client works without them.
            return () -> {};
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIG" + name, e);
        }
    }
}
