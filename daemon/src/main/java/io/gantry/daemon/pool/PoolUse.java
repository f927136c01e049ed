package io.gantry.daemon.pool;

import io.gantry.api.StorageVolume;
import java.util.List;

/** What uses storage pools. Safe for use by many threads. */
@FunctionalInterface
public interface PoolUse {
    /** URL paths of what uses a pool and keeps it from being deleted, such as {@code /1.0/instances/c1}. */
    List<String> usersOf(String pool);

    /** The volumes in a pool, also those of its caches; snapshots are {@code c1/snap0}. */
    default List<StorageVolume> volumesIn(String pool) {
        return List.of();
    }

    /** URL paths of what has volumes in the pool that can be made again at any time. */
    default List<String> cachedIn(String pool) {
        return List.of();
    }

    /** Removes the volumes that can be made again; the pool is about to be deleted. */
    default void vacate(String pool) {}
}
