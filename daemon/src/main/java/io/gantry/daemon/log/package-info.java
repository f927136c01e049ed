/**
 * The daemon's log: lines on standard error or in a file, and the same for clients that listen. SLF4J finds it by
 * itself; start at {@link io.gantry.daemon.log.Log}. Knows nothing of the rest of the daemon.
 */
@NullMarked
package io.gantry.daemon.log;

import org.jspecify.annotations.NullMarked;
