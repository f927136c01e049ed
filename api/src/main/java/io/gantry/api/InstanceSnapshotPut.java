package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;

/**
 * The part of a snapshot that a client may write.
 */
@Json
public record InstanceSnapshotPut(
        @Json.Property("expires_at") Instant expiresAt) {
    public InstanceSnapshotPut {
        expiresAt = Values.time(expiresAt);
    }
}
