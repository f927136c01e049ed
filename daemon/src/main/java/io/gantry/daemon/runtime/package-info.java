/**
 * Instances as running containers of liblxc. Start with {@link io.gantry.daemon.runtime.LxcRuntime}, the face for all
 * others, which puts together what each do one thing: start, end, adoption, host shutdown, autostart. Devices are the
 * matter of {@code daemon.device}.
 */
@NullMarked
package io.gantry.daemon.runtime;

import org.jspecify.annotations.NullMarked;
