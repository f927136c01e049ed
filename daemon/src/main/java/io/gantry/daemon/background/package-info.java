/** Threads that end with their owner: {@link io.gantry.daemon.background.BackgroundScope}. */
@NullMarked
package io.gantry.daemon.background;

import org.jspecify.annotations.NullMarked;
