package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * The body of a {@code POST} that renames a profile, an alias, a network or a volume.
 */
@Json
public record Rename(String name) {
    public Rename {
        name = Values.text(name);
    }
}
