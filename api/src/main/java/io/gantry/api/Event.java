package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;

/**
 * A message of the events websocket.
 *
 * @param type {@code operation}, {@code logging} or {@code lifecycle}
 */
@Json
public record Event(String type, Instant timestamp, Object metadata, String location, String project) {
    public Event {
        type = Values.text(type);
        timestamp = Values.time(timestamp);
        location = Values.text(location);
        project = Values.text(project);
    }
}
