package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The body of {@code POST /1.0/storage-pools}.
 */
@Json
public record StoragePoolsPost(Map<String, String> config, String description, String name, String driver) {
    public StoragePoolsPost {
        config = Values.config(config);
        description = Values.text(description);
        name = Values.text(name);
        driver = Values.text(driver);
    }
}
