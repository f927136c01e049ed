package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A volume of a storage pool.
 *
 * @param type {@code container}, {@code image} or {@code custom}
 */
@Json
public record StorageVolume(
        Map<String, String> config,
        String description,
        String name,
        String type,
        @Json.Property("used_by") List<String> usedBy,
        String location,
        @Json.Property("content_type") String contentType,
        String project,
        @Json.Property("created_at") Instant createdAt) {
    public StorageVolume {
        config = Values.config(config);
        description = Values.text(description);
        name = Values.text(name);
        type = Values.text(type);
        usedBy = Values.list(usedBy);
        location = Values.text(location);
        contentType = Values.text(contentType);
        project = Values.text(project);
        createdAt = Values.time(createdAt);
    }
}
