package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a lifecycle event.
 *
 * @param source URL path of the thing
 */
@Json
public record EventLifecycle(
        String action,
        String source,
        @Nullable Map<String, Object> context,
        @Nullable EventRequestor requestor) {
    public EventLifecycle {
        action = Values.text(action);
        source = Values.text(source);
    }
}
