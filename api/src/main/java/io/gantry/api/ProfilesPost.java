package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The body of {@code POST /1.0/profiles}.
 */
@Json
public record ProfilesPost(
        Map<String, String> config, String description, Map<String, Map<String, String>> devices, String name) {
    public ProfilesPost {
        config = Values.config(config);
        description = Values.text(description);
        devices = Values.devices(devices);
        name = Values.text(name);
    }
}
