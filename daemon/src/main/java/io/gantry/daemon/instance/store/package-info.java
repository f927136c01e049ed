/**
 * Instances and snapshots in the database, and with their profiles applied. Start with
 * {@link io.gantry.daemon.instance.store.StoredInstances}.
 */
@NullMarked
package io.gantry.daemon.instance.store;

import org.jspecify.annotations.NullMarked;
