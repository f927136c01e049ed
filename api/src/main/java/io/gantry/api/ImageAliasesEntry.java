package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * A name for an image; also the body of {@code POST /1.0/images/aliases}.
 *
 * @param target fingerprint
 */
@Json
public record ImageAliasesEntry(String description, String target, String name, String type) {
    public ImageAliasesEntry {
        description = Values.text(description);
        target = Values.text(target);
        name = Values.text(name);
        type = Values.text(type);
    }
}
