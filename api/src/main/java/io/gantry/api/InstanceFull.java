package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance with its state and snapshots: an element of {@code GET /1.0/instances?recursion=2}.
 */
@Json
public record InstanceFull(
        String architecture,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        boolean ephemeral,
        List<String> profiles,
        boolean stateful,
        String description,
        @Json.Property("created_at") Instant createdAt,
        @Json.Property("expanded_config") Map<String, String> expandedConfig,
        @Json.Property("expanded_devices") Map<String, Map<String, String>> expandedDevices,
        String name,
        String status,
        @Json.Property("status_code") int statusCode,
        @Json.Property("last_used_at") Instant lastUsedAt,
        String location,
        String type,
        String project,
        @Nullable List<Object> backups,
        @Nullable InstanceState state,
        @Nullable List<InstanceSnapshot> snapshots) {
    public InstanceFull {
        architecture = Values.text(architecture);
        config = Values.config(config);
        devices = Values.devices(devices);
        profiles = Values.list(profiles);
        description = Values.text(description);
        createdAt = Values.time(createdAt);
        expandedConfig = Values.config(expandedConfig);
        expandedDevices = Values.devices(expandedDevices);
        name = Values.text(name);
        status = Values.text(status);
        lastUsedAt = Values.time(lastUsedAt);
        location = Values.text(location);
        type = Values.text(type);
        project = Values.text(project);
    }
}
