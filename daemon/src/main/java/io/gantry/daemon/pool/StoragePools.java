package io.gantry.daemon.pool;

import io.gantry.daemon.config.Config;
import io.gantry.storage.StoragePool;
import java.util.List;

/** The storage pools that can be used now. Safe for use by many threads. */
public interface StoragePools {
    /**
     * A started pool.
     *
     * @throws io.gantry.daemon.failure.DaemonException NOT_FOUND where there is none of that name; INTERNAL
     *     with the reason where it could not be started
     */
    StoragePool started(String name);

    /** The names of all pools, sorted. */
    List<String> names();

    /**
     * The configuration of a pool.
     *
     * @throws io.gantry.daemon.failure.DaemonException NOT_FOUND where there is no such pool
     */
    Config config(String pool);
}
