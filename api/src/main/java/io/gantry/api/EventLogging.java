package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The metadata of a logging event.
 */
@Json
public record EventLogging(String message, String level, Map<String, String> context) {
    public EventLogging {
        message = Values.text(message);
        level = Values.text(level);
        context = Values.config(context);
    }
}
