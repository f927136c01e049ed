/**
 * Running other programs. Start at {@link io.gantry.system.command.CommandRunner}: the one door to
 * btrfs, rsync, lxc-* and every other tool. No shell is ever involved.
 *
 * <p>This package knows no tool: which flags a program takes and what its output means belongs to the
 * tool's own typed face.
 */
@NullMarked
package io.gantry.system.command;

import org.jspecify.annotations.NullMarked;
