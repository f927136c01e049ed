package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of an instance; {@code name} is the bare snapshot name.
 *
 * @param size bytes, -1 where the driver does not know
 */
@Json
public record InstanceSnapshot(
        @Json.Property("expires_at") Instant expiresAt,
        String architecture,
        Map<String, String> config,
        @Json.Property("created_at") Instant createdAt,
        Map<String, Map<String, String>> devices,
        boolean ephemeral,
        @Json.Property("expanded_config") Map<String, String> expandedConfig,
        @Json.Property("expanded_devices") Map<String, Map<String, String>> expandedDevices,
        @Json.Property("last_used_at") Instant lastUsedAt,
        String name,
        List<String> profiles,
        boolean stateful,
        long size) {
    public InstanceSnapshot {
        expiresAt = Values.time(expiresAt);
        architecture = Values.text(architecture);
        config = Values.config(config);
        createdAt = Values.time(createdAt);
        devices = Values.devices(devices);
        expandedConfig = Values.config(expandedConfig);
        expandedDevices = Values.devices(expandedDevices);
        lastUsedAt = Values.time(lastUsedAt);
        name = Values.text(name);
        profiles = Values.list(profiles);
    }
}
