/**
 * The remotes of the user's configuration, and what goes on at their servers while a command waits.
 *
 * <p>Start at {@link io.gantry.cli.server.Remotes}. Nothing here prints, except for progress and what a signal does.
 */
@NullMarked
package io.gantry.cli.server;

import org.jspecify.annotations.NullMarked;
