/**
 * What hardware the host has, as the kernel shows it in {@code /sys} and {@code /proc}. Start at
 * {@link io.gantry.daemon.hardware.HostHardware}; every part of the host has its reader. Knows nothing of instances.
 */
@NullMarked
package io.gantry.daemon.hardware;

import org.jspecify.annotations.NullMarked;
