package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * A storage driver that works on this host; LXD writes these names with capitals.
 */
@Json
public record ServerStorageDriver(
        @Json.Property("Name") String name,
        @Json.Property("Version") String version,
        @Json.Property("Remote") boolean remote) {
    public ServerStorageDriver {
        name = Values.text(name);
        version = Values.text(version);
    }
}
