package io.gantry.storage;

import java.nio.file.Path;

/** A started pool. May be shared by threads. */
public interface StoragePool {
    String name();

    /** Where the pool is mounted. */
    Path mountPoint();

    /** The pool's volumes. */
    StorageDriver volumes();

    PoolResources resources();

    /** Whether the file system can be mounted with shifted ids, so that trees needn't be shifted on disk. */
    boolean supportsIdmappedMounts();
}
