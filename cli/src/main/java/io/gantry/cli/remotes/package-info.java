/**
 * The user's remotes in {@code config.yml} and the certificates beside it, as LXD's client keeps them. Start with
 * {@link io.gantry.cli.remotes.ConfiguredRemotes}.
 */
@NullMarked
package io.gantry.cli.remotes;

import org.jspecify.annotations.NullMarked;
