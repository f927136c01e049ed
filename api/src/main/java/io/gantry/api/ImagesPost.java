package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of {@code POST /1.0/images}.
 */
@Json
public record ImagesPost(
        @Json.Property("auto_update") boolean autoUpdate,
        Map<String, String> properties,
        @Json.Property("public") boolean isPublic,
        @Json.Property("expires_at") Instant expiresAt,
        @Nullable List<String> profiles,
        String filename,
        @Nullable ImagesPostSource source,
        @Json.Property("compression_algorithm") String compressionAlgorithm,
        List<ImageAlias> aliases) {
    public ImagesPost {
        properties = Values.config(properties);
        expiresAt = Values.time(expiresAt);
        filename = Values.text(filename);
        compressionAlgorithm = Values.text(compressionAlgorithm);
        aliases = Values.list(aliases);
    }
}
