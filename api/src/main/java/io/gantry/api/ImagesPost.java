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

    /** A request for an image out of this source. */
    public static Builder of(ImagesPostSource source) {
        return new Builder().source(source);
    }

    /** Makes a request; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private boolean autoUpdate;
        private Map<String, String> properties = Map.of();
        private boolean isPublic;
        private Instant expiresAt = Values.NEVER;
        private @Nullable List<String> profiles;
        private String filename = "";
        private @Nullable ImagesPostSource source;
        private String compressionAlgorithm = "";
        private List<ImageAlias> aliases = List.of();

        private Builder() {}

        public Builder autoUpdate(boolean value) {
            autoUpdate = value;
            return this;
        }

        public Builder properties(Map<String, String> value) {
            properties = value;
            return this;
        }

        public Builder isPublic(boolean value) {
            isPublic = value;
            return this;
        }

        public Builder expiresAt(Instant value) {
            expiresAt = value;
            return this;
        }

        public Builder profiles(@Nullable List<String> value) {
            profiles = value;
            return this;
        }

        public Builder filename(String value) {
            filename = value;
            return this;
        }

        public Builder source(@Nullable ImagesPostSource value) {
            source = value;
            return this;
        }

        public Builder compressionAlgorithm(String value) {
            compressionAlgorithm = value;
            return this;
        }

        public Builder aliases(List<ImageAlias> value) {
            aliases = value;
            return this;
        }

        public ImagesPost build() {
            return new ImagesPost(
                    autoUpdate,
                    properties,
                    isPublic,
                    expiresAt,
                    profiles,
                    filename,
                    source,
                    compressionAlgorithm,
                    aliases);
        }
    }
}
