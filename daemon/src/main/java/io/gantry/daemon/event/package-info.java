/**
 * Events for clients that listen. Start at {@link io.gantry.daemon.event.Events}.
 */
@NullMarked
package io.gantry.daemon.event;

import org.jspecify.annotations.NullMarked;
