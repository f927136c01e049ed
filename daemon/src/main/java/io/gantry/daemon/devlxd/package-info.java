/**
 * What instances can ask about themselves, by the socket {@code /dev/lxd/sock} inside of them. Start with
 * {@link io.gantry.daemon.devlxd.DevlxdSockets}. Knows nothing of the API outside.
 */
@NullMarked
package io.gantry.daemon.devlxd;

import org.jspecify.annotations.NullMarked;
