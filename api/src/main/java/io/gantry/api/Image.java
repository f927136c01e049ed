package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image as the API shows it.
 *
 * @param size bytes
 */
@Json
public record Image(
        @Json.Property("auto_update") boolean autoUpdate,
        Map<String, String> properties,
        @Json.Property("public") boolean isPublic,
        @Json.Property("expires_at") Instant expiresAt,
        List<String> profiles,
        List<ImageAlias> aliases,
        String architecture,
        boolean cached,
        String filename,
        String fingerprint,
        long size,
        @Json.Property("update_source") @Nullable ImageSource updateSource,
        String type,
        @Json.Property("created_at") Instant createdAt,
        @Json.Property("last_used_at") Instant lastUsedAt,
        @Json.Property("uploaded_at") Instant uploadedAt) {
    public Image {
        properties = Values.config(properties);
        expiresAt = Values.time(expiresAt);
        profiles = Values.list(profiles);
        aliases = Values.list(aliases);
        architecture = Values.text(architecture);
        filename = Values.text(filename);
        fingerprint = Values.text(fingerprint);
        type = Values.text(type);
        createdAt = Values.time(createdAt);
        lastUsedAt = Values.time(lastUsedAt);
        uploadedAt = Values.time(uploadedAt);
    }
}
