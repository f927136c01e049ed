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

    /** Another name. */
    public static InstancePost rename(String name) {
        return new Builder().name(name).build();
    }

    /** The offer of a migration to another server. */
    public static Builder offer() {
        return new Builder().migration(true);
    }

    /** Makes a request; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private String name = "";
        private boolean migration;
        private boolean live;
        private boolean instanceOnly;
        private boolean containerOnly;
        private @Nullable MigrationTarget target;
        private String pool = "";
        private String project = "";
        private boolean allowInconsistent;

        private Builder() {}

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder migration(boolean value) {
            migration = value;
            return this;
        }

        public Builder live(boolean value) {
            live = value;
            return this;
        }

        /** Without the snapshots; servers before instances know it by its older name. */
        public Builder instanceOnly(boolean value) {
            instanceOnly = value;
            containerOnly = value;
            return this;
        }

        public Builder target(@Nullable MigrationTarget value) {
            target = value;
            return this;
        }

        public Builder pool(String value) {
            pool = value;
            return this;
        }

        public Builder project(String value) {
            project = value;
            return this;
        }

        public Builder allowInconsistent(boolean value) {
            allowInconsistent = value;
            return this;
        }

        public InstancePost build() {
            return new InstancePost(
                    name, migration, live, instanceOnly, containerOnly, target, pool, project, allowInconsistent);
        }
    }
}
