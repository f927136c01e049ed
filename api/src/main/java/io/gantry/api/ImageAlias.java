package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * An alias as an image lists it.
 */
@Json
public record ImageAlias(String name, String description) {
    public ImageAlias {
        name = Values.text(name);
        description = Values.text(description);
    }
}
