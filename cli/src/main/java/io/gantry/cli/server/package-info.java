/**
 * The servers that commands talk to: requests, replies, operations, and the remotes of the user's configuration.
 *
 * <p>Start at {@link io.gantry.client.server.ApiServer}. Nothing here prints, except for progress and what a signal does.
 */
@NullMarked
package io.gantry.cli.server;

import org.jspecify.annotations.NullMarked;
