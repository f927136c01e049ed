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

    /** Another name. */
    public static InstanceSnapshotPost rename(String name) {
        return new InstanceSnapshotPost(name, false, null, false);
    }

    /**
     * The offer of a migration to another server.
     *
     * @param name of the instance that is made of it
     * @param target where the other server waits, null where it connects by itself
     */
    public static InstanceSnapshotPost offer(String name, @Nullable MigrationTarget target) {
        return new InstanceSnapshotPost(name, true, target, false);
    }
}
