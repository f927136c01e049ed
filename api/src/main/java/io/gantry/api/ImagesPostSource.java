package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Where a new image comes from.
 *
 * @param mode {@code pull}, {@code push} or {@code relay}
 * @param type {@code image}, {@code url}, {@code instance}, {@code container} or {@code snapshot}
 */
@Json
public record ImagesPostSource(
        String alias,
        String certificate,
        String protocol,
        String server,
        @Json.Property("image_type") String imageType,
        String mode,
        String type,
        String url,
        String name,
        String fingerprint,
        String secret,
        String project) {
    public ImagesPostSource {
        alias = Values.text(alias);
        certificate = Values.text(certificate);
        protocol = Values.text(protocol);
        server = Values.text(server);
        imageType = Values.text(imageType);
        mode = Values.text(mode);
        type = Values.text(type);
        url = Values.text(url);
        name = Values.text(name);
        fingerprint = Values.text(fingerprint);
        secret = Values.text(secret);
        project = Values.text(project);
    }

    /**
     * An image of another server, which the asked one fetches.
     *
     * @param server its address
     * @param protocol {@code lxd} or {@code simplestreams}
     */
    public static Builder pull(String server, String protocol) {
        return new Builder().type("image").mode("pull").server(server).protocol(protocol);
    }

    /** An image that another server is going to send. */
    public static ImagesPostSource push(String fingerprint) {
        return new Builder().type("image").mode("push").fingerprint(fingerprint).build();
    }

    /** An image behind a web address that says in headers where its file is. */
    public static ImagesPostSource url(String url) {
        return new Builder()
                .type("url")
                .mode("pull")
                .protocol("direct")
                .url(url)
                .build();
    }

    /** An instance of the same server, or a snapshot such as {@code c1/snap0}. */
    public static ImagesPostSource instance(String name) {
        return new Builder()
                .type(name.indexOf('/') < 0 ? "instance" : "snapshot")
                .name(name)
                .build();
    }

    /** Makes a source; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private String alias = "";
        private String certificate = "";
        private String protocol = "";
        private String server = "";
        private String imageType = "";
        private String mode = "";
        private String type = "";
        private String url = "";
        private String name = "";
        private String fingerprint = "";
        private String secret = "";
        private String project = "";

        private Builder() {}

        public Builder alias(String value) {
            alias = value;
            return this;
        }

        public Builder certificate(String value) {
            certificate = value;
            return this;
        }

        public Builder protocol(String value) {
            protocol = value;
            return this;
        }

        public Builder server(String value) {
            server = value;
            return this;
        }

        public Builder imageType(String value) {
            imageType = value;
            return this;
        }

        public Builder mode(String value) {
            mode = value;
            return this;
        }

        public Builder type(String value) {
            type = value;
            return this;
        }

        public Builder url(String value) {
            url = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder fingerprint(String value) {
            fingerprint = value;
            return this;
        }

        public Builder secret(String value) {
            secret = value;
            return this;
        }

        public Builder project(String value) {
            project = value;
            return this;
        }

        public ImagesPostSource build() {
            return new ImagesPostSource(
                    alias,
                    certificate,
                    protocol,
                    server,
                    imageType,
                    mode,
                    type,
                    url,
                    name,
                    fingerprint,
                    secret,
                    project);
        }
    }
}
