package io.gantry.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A pool's name and configuration, as the user and its creation have set it. */
public record PoolDefinition(String name, Map<String, String> config) {
    public PoolDefinition {
        config = Map.copyOf(config);
    }

    /** The value of a key; empty where it isn't set or is set to nothing. */
    public Optional<String> value(PoolKey key) {
        return Optional.ofNullable(config.get(key.name())).filter(value -> !value.isEmpty());
    }

    public PoolDefinition with(PoolKey key, String value) {
        Map<String, String> extended = new HashMap<>(config);
        extended.put(key.name(), value);
        return new PoolDefinition(name, extended);
    }
}
