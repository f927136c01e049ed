/**
 * What the server says of itself: {@code /1.0}, its environment and its API extensions. Start with
 * {@link io.gantry.daemon.server.ServerRoutes}.
 */
@NullMarked
package io.gantry.daemon.server;

import org.jspecify.annotations.NullMarked;
