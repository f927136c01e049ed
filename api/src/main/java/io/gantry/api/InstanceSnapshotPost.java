package io.gantry.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /1.0/instances/NAME/snapshots/SNAPSHOT}: a new name, or a migration.
 */
@Json
public record InstanceSnapshotPost(
        String name, boolean migration, @Nullable MigrationTarget target, boolean live) {
    public InstanceSnapshotPost {
        name = Values.text(name);
    }
}
