/**
 * Trees of files carried by rsync between two processes that the daemons connect. Start at
 * {@link io.gantry.storage.rsync.Rsync}.
 */
@NullMarked
package io.gantry.storage.rsync;

import org.jspecify.annotations.NullMarked;
