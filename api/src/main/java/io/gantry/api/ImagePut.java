package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an image that a client may write.
 */
@Json
public record ImagePut(
        @Json.Property("auto_update") boolean autoUpdate,
        Map<String, String> properties,
        @Json.Property("public") boolean isPublic,
        @Json.Property("expires_at") Instant expiresAt,
        @Nullable List<String> profiles) {
    public ImagePut {
        properties = Values.config(properties);
        expiresAt = Values.time(expiresAt);
    }
}
