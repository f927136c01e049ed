/**
 * Storage pools of the daemon: their definitions in the database, their start and end. Start with
 * {@link io.gantry.daemon.pool.StoragePools}.
 */
@NullMarked
package io.gantry.daemon.pool;

import org.jspecify.annotations.NullMarked;
