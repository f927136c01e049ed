/**
 * The narrow interface between routes and the HTTP server. Start at {@link io.gantry.daemon.http.Routes}.
 * Knows nothing of instances, images or any other rule.
 */
@NullMarked
package io.gantry.daemon.http;

import org.jspecify.annotations.NullMarked;
