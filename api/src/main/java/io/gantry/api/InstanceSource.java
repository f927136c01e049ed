package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a new instance comes from.
 *
 * @param type {@code image}, {@code migration}, {@code copy} or {@code none}
 * @param certificate PEM of the server named in {@code operation} or {@code server}
 * @param baseImage fingerprint of the image that the source was made from
 * @param mode {@code pull} or {@code push}; for images {@code local} or {@code pull}
 * @param operation URL of the migration operation at the source; several are separated by commas
 * @param secrets by channel name: {@code control}, {@code fs}, {@code criu}
 * @param source name of the instance or snapshot to copy
 * @param strict whether to refuse what the target does not know all of, instead of leaving out the rest
 */
@Json
public record InstanceSource(
        String type,
        @Nullable String certificate,
        @Nullable String alias,
        @Nullable String fingerprint,
        Map<String, String> properties,
        @Nullable String server,
        @Nullable String secret,
        @Nullable String protocol,
        @Json.Property("base-image") @Nullable String baseImage,
        @Nullable String mode,
        @Nullable String operation,
        Map<String, String> secrets,
        @Nullable String source,
        boolean live,
        @Json.Property("instance_only") boolean instanceOnly,
        @Json.Property("container_only") boolean containerOnly,
        boolean refresh,
        @Nullable String project,
        @Json.Property("allow_inconsistent") boolean allowInconsistent,
        boolean strict) {
    public InstanceSource {
        type = Values.text(type);
        properties = Values.config(properties);
        secrets = Values.config(secrets);
    }
}
