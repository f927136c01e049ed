/**
 * What a command is, how its line is read, and what it is given to work with.
 *
 * <p>Start at {@link io.gantry.cli.command.Command}; the list of all commands is
 * {@code CommandTable}.
 */
@NullMarked
package io.gantry.cli.command;

import org.jspecify.annotations.NullMarked;
