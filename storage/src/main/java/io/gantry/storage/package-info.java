/**
 * Storage pools and their volumes. Start at {@link io.gantry.storage.StorageDriver}, the contract that all
 * drivers keep, and {@link io.gantry.storage.PoolDriver}, which makes, starts and destroys pools.
 *
 * <p>This package knows volumes and paths, never instances, the database or HTTP.
 */
@NullMarked
package io.gantry.storage;

import org.jspecify.annotations.NullMarked;
