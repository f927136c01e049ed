package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The body of {@code POST /1.0/networks}.
 */
@Json
public record NetworksPost(Map<String, String> config, String description, String name, String type) {
    public NetworksPost {
        config = Values.config(config);
        description = Values.text(description);
        name = Values.text(name);
        type = Values.text(type);
    }
}
