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
}
