package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /1.0/instances/NAME/snapshots}.
 */
@Json
public record InstanceSnapshotsPost(
        String name,
        boolean stateful,
        @Json.Property("expires_at") @Nullable Instant expiresAt) {
    public InstanceSnapshotsPost {
        name = Values.text(name);
    }
}
