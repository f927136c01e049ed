/**
 * The sub-commands of {@code lxd}: clients of the daemon on its unix socket. Start with
 * {@link io.gantry.daemon.program.Arguments}.
 */
@NullMarked
package io.gantry.daemon.program;

import org.jspecify.annotations.NullMarked;
