package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of the host, or a network that the server manages.
 *
 * @param locations null for what is not managed
 */
@Json
public record Network(
        Map<String, String> config,
        String description,
        String name,
        String type,
        @Json.Property("used_by") List<String> usedBy,
        boolean managed,
        String status,
        @Nullable List<String> locations) {
    public Network {
        config = Values.config(config);
        description = Values.text(description);
        name = Values.text(name);
        type = Values.text(type);
        usedBy = Values.list(usedBy);
        status = Values.text(status);
    }
}
