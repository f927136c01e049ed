/**
 * What happens at a server. Start at {@link io.gantry.client.event.Events}.
 */
@NullMarked
package io.gantry.client.event;

import org.jspecify.annotations.NullMarked;
