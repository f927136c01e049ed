/**
 * Calls of the kernel and the C library for which Java has nothing: the only home of foreign functions on
 * the daemon's side. Each public class has typed methods for one purpose; a failing call becomes a
 * {@link io.gantry.system.nativecall.SystemCallException} at once. No memory segment leaves this package.
 *
 * <p>Needs {@code --enable-native-access}.
 */
@NullMarked
package io.gantry.system.nativecall;

import org.jspecify.annotations.NullMarked;
