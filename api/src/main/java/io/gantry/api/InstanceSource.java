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

    /** Nothing: an instance with an empty file system. */
    public static InstanceSource none() {
        return builder("none").build();
    }

    /** An image that the server has, by its fingerprint. */
    public static InstanceSource image(String fingerprint) {
        return builder("image").fingerprint(fingerprint).build();
    }

    /** An image of another server, which is fetched first. */
    public static InstanceSource image(ImagesPostSource image) {
        return builder("image")
                .mode(image.mode())
                .server(image.server())
                .protocol(image.protocol())
                .certificate(nullIfEmpty(image.certificate()))
                .alias(nullIfEmpty(image.alias()))
                .fingerprint(nullIfEmpty(image.fingerprint()))
                .secret(nullIfEmpty(image.secret()))
                .build();
    }

    /** Another instance, or a snapshot such as {@code c1/snap0}, of the same server. */
    public static InstanceSource copy(String source) {
        return builder("copy").source(source).build();
    }

    /**
     * An instance of another server, to which the new one's server connects.
     *
     * @param operation URL of the migration operation at the source
     * @param certificate PEM of the source, null where a public authority vouches for it
     * @param secrets of the operation, by channel
     */
    public static InstanceSource pull(String operation, @Nullable String certificate, Map<String, String> secrets) {
        return builder("migration")
                .mode("pull")
                .operation(operation)
                .certificate(certificate)
                .secrets(secrets)
                .build();
    }

    /** An instance of another server, which connects to the new one's server. */
    public static InstanceSource push() {
        return builder("migration").mode("push").build();
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Builder builder(String type) {
        return new Builder().type(type);
    }

    /** A builder that begins with what this one has. */
    public Builder toBuilder() {
        var builder = new Builder();
        builder.type = type;
        builder.certificate = certificate;
        builder.alias = alias;
        builder.fingerprint = fingerprint;
        builder.properties = properties;
        builder.server = server;
        builder.secret = secret;
        builder.protocol = protocol;
        builder.baseImage = baseImage;
        builder.mode = mode;
        builder.operation = operation;
        builder.secrets = secrets;
        builder.source = source;
        builder.live = live;
        builder.instanceOnly = instanceOnly;
        builder.containerOnly = containerOnly;
        builder.refresh = refresh;
        builder.project = project;
        builder.allowInconsistent = allowInconsistent;
        builder.strict = strict;
        return builder;
    }

    /** Makes a source; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private String type = "";
        private @Nullable String certificate;
        private @Nullable String alias;
        private @Nullable String fingerprint;
        private Map<String, String> properties = Map.of();
        private @Nullable String server;
        private @Nullable String secret;
        private @Nullable String protocol;
        private @Nullable String baseImage;
        private @Nullable String mode;
        private @Nullable String operation;
        private Map<String, String> secrets = Map.of();
        private @Nullable String source;
        private boolean live;
        private boolean instanceOnly;
        private boolean containerOnly;
        private boolean refresh;
        private @Nullable String project;
        private boolean allowInconsistent;
        private boolean strict;

        private Builder() {}

        public Builder type(String value) {
            type = value;
            return this;
        }

        public Builder certificate(@Nullable String value) {
            certificate = value;
            return this;
        }

        public Builder alias(@Nullable String value) {
            alias = value;
            return this;
        }

        public Builder fingerprint(@Nullable String value) {
            fingerprint = value;
            return this;
        }

        public Builder properties(Map<String, String> value) {
            properties = value;
            return this;
        }

        public Builder server(@Nullable String value) {
            server = value;
            return this;
        }

        public Builder secret(@Nullable String value) {
            secret = value;
            return this;
        }

        public Builder protocol(@Nullable String value) {
            protocol = value;
            return this;
        }

        public Builder baseImage(@Nullable String value) {
            baseImage = value;
            return this;
        }

        public Builder mode(@Nullable String value) {
            mode = value;
            return this;
        }

        public Builder operation(@Nullable String value) {
            operation = value;
            return this;
        }

        public Builder secrets(Map<String, String> value) {
            secrets = value;
            return this;
        }

        public Builder source(@Nullable String value) {
            source = value;
            return this;
        }

        public Builder live(boolean value) {
            live = value;
            return this;
        }

        /** Without the snapshots; servers before instances know it by its older name. */
        public Builder instanceOnly(boolean value) {
            instanceOnly = value;
            containerOnly = value;
            return this;
        }

        public Builder refresh(boolean value) {
            refresh = value;
            return this;
        }

        public Builder project(@Nullable String value) {
            project = value;
            return this;
        }

        public Builder allowInconsistent(boolean value) {
            allowInconsistent = value;
            return this;
        }

        public Builder strict(boolean value) {
            strict = value;
            return this;
        }

        public InstanceSource build() {
            return new InstanceSource(
                    type,
                    certificate,
                    alias,
                    fingerprint,
                    properties,
                    server,
                    secret,
                    protocol,
                    baseImage,
                    mode,
                    operation,
                    secrets,
                    source,
                    live,
                    instanceOnly,
                    containerOnly,
                    refresh,
                    project,
                    allowInconsistent,
                    strict);
        }
    }
}
