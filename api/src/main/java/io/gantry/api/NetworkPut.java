package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The part of a network that a client may write.
 */
@Json
public record NetworkPut(Map<String, String> config, String description) {
    public NetworkPut {
        config = Values.config(config);
        description = Values.text(description);
    }
}
