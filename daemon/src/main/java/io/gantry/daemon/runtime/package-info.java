/**
 * Instances as running containers of liblxc. Start with {@link io.gantry.daemon.runtime.LxcRuntime}.
 */
@NullMarked
package io.gantry.daemon.runtime;

import org.jspecify.annotations.NullMarked;
