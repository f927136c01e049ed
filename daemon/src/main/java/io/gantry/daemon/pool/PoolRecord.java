package io.gantry.daemon.pool;

import io.gantry.storage.PoolDefinition;
import java.util.Map;

/** A storage pool as it is kept in the database. */
public record PoolRecord(String name, String driver, String description, Map<String, String> config) {
    public PoolRecord {
        config = Map.copyOf(config);
    }

    PoolDefinition definition() {
        return new PoolDefinition(name, config);
    }
}
