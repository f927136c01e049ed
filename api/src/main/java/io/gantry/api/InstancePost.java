package io.gantry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /1.0/instances/NAME}: a new name, or the start of a migration.
 */
@Json
public record InstancePost(
        String name,
        boolean migration,
        boolean live,
        @Json.Property("instance_only") boolean instanceOnly,
        @Json.Property("container_only") boolean containerOnly,
        @Nullable MigrationTarget target,
        String pool,
        String project,
        @Json.Property("allow_inconsistent") boolean allowInconsistent) {
    public InstancePost {
        name = Values.text(name);
        pool = Values.text(pool);
        project = Values.text(project);
    }
}
