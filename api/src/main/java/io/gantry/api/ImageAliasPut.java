package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * The body of {@code PUT /1.0/images/aliases/NAME}.
 *
 * @param target fingerprint
 */
@Json
public record ImageAliasPut(String description, String target) {
    public ImageAliasPut {
        description = Values.text(description);
        target = Values.text(target);
    }
}
