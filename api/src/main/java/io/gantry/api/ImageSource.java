package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * The server an image was fetched from and is updated from.
 */
@Json
public record ImageSource(
        String alias,
        String certificate,
        String protocol,
        String server,
        @Json.Property("image_type") String imageType) {
    public ImageSource {
        alias = Values.text(alias);
        certificate = Values.text(certificate);
        protocol = Values.text(protocol);
        server = Values.text(server);
        imageType = Values.text(imageType);
    }
}
