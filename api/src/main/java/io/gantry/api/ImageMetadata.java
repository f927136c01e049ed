package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * The {@code metadata.yaml} of an image.
 *
 * @param creationDate seconds since 1970
 * @param expiryDate seconds since 1970, 0 for never
 */
@Json
public record ImageMetadata(
        String architecture,
        @Json.Property("creation_date") long creationDate,
        @Json.Property("expiry_date") long expiryDate,
        Map<String, String> properties,
        Map<String, ImageTemplate> templates) {
    public ImageMetadata {
        architecture = Values.text(architecture);
        properties = Values.config(properties);
        templates = Values.map(templates);
    }
}
