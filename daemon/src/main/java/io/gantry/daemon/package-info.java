/**
 * The daemon {@code lxd}. {@link io.gantry.daemon.Daemon} is the list of its features; {@link io.gantry.daemon.Main} is the
 * program.
 */
@NullMarked
package io.gantry.daemon;

import org.jspecify.annotations.NullMarked;
