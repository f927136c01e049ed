package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The part of the server that a client may write.
 */
@Json
public record ServerPut(Map<String, Object> config) {
    public ServerPut {
        config = Values.map(config);
    }
}
