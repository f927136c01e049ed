/**
 * Commands on remotes and user aliases. Start at {@link io.gantry.cli.remote.RemoteAdd}.
 */
@NullMarked
package io.gantry.cli.remote;

import org.jspecify.annotations.NullMarked;
