package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The part of a profile that a client may write.
 */
@Json
public record ProfilePut(Map<String, String> config, String description, Map<String, Map<String, String>> devices) {
    public ProfilePut {
        config = Values.config(config);
        description = Values.text(description);
        devices = Values.devices(devices);
    }
}
