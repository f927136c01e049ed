package io.gantry.daemon.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A snapshot as it is kept in the database.
 *
 * @param settings those that its instance had when it was taken
 * @param expiresAt {@link Instant#EPOCH} for never
 */
public record SnapshotRecord(SnapshotKey key, InstanceSettings settings, Instant createdAt, Instant expiresAt) {
    public InstanceKey instance() {
        return key.instance();
    }

    public String name() {
        return key.name();
    }

    public Map<String, String> config() {
        return settings.config();
    }

    public Map<String, Map<String, String>> devices() {
        return settings.devices();
    }

    public List<String> profiles() {
        return settings.profiles();
    }

    /** The same snapshot, of another instance. */
    public SnapshotRecord of(InstanceKey other) {
        return new SnapshotRecord(other.snapshot(name()), settings, createdAt, expiresAt);
    }
}
