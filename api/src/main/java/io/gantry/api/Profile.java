package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * A profile: configuration and devices that instances share.
 */
@Json
public record Profile(
        Map<String, String> config,
        String description,
        Map<String, Map<String, String>> devices,
        String name,
        @Json.Property("used_by") List<String> usedBy) {
    public Profile {
        config = Values.config(config);
        description = Values.text(description);
        devices = Values.devices(devices);
        name = Values.text(name);
        usedBy = Values.list(usedBy);
    }
}
