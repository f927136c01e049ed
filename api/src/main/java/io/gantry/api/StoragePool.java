package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * A storage pool.
 */
@Json
public record StoragePool(
        Map<String, String> config,
        String description,
        String name,
        String driver,
        @Json.Property("used_by") List<String> usedBy,
        String status,
        List<String> locations) {
    public StoragePool {
        config = Values.config(config);
        description = Values.text(description);
        name = Values.text(name);
        driver = Values.text(driver);
        usedBy = Values.list(usedBy);
        status = Values.text(status);
        locations = Values.list(locations);
    }
}
