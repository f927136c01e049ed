package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The part of a storage pool that a client may write.
 */
@Json
public record StoragePoolPut(Map<String, String> config, String description) {
    public StoragePoolPut {
        config = Values.config(config);
        description = Values.text(description);
    }
}
