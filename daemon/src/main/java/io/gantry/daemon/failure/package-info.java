/**
 * What can go wrong, by category. Start at {@link io.gantry.daemon.failure.DaemonException}. Knows nothing of
 * HTTP: only the HTTP layer turns categories into status codes.
 */
@NullMarked
package io.gantry.daemon.failure;

import org.jspecify.annotations.NullMarked;
