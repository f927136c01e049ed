/**
 * The client {@code lxc}. Start at {@link io.gantry.cli.Cli}, which turns a command line into a call of one of the
 * commands of {@link io.gantry.cli.CommandTable}.
 */
@NullMarked
package io.gantry.cli;

import org.jspecify.annotations.NullMarked;
