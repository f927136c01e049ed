package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * A file that is written anew from a template at certain moments.
 *
 * @param when {@code create}, {@code copy}, {@code start} or {@code rename}
 */
@Json
public record ImageTemplate(
        List<String> when,
        @Json.Property("create_only") boolean createOnly,
        String template,
        Map<String, String> properties) {
    public ImageTemplate {
        when = Values.list(when);
        template = Values.text(template);
        properties = Values.config(properties);
    }
}
