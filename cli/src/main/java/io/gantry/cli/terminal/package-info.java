/**
 * The terminal that the client talks to: streams, raw mode, window size, signals, prompts and the editor.
 *
 * <p>Start at {@link io.gantry.cli.terminal.Terminal}. Nothing here knows of servers or commands.
 */
@NullMarked
package io.gantry.cli.terminal;

import org.jspecify.annotations.NullMarked;
