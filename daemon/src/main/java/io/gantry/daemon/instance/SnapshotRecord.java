package io.gantry.daemon.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A snapshot as it is kept in the database: the configuration that its instance had when it was taken.
 *
 * @param expiresAt {@link Instant#EPOCH} for never
 */
public record SnapshotRecord(
        InstanceKey instance,
        String name,
        String architecture,
        boolean ephemeral,
        boolean stateful,
        String description,
        Instant createdAt,
        Instant expiresAt,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        List<String> profiles) {
    public SnapshotRecord {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
        profiles = List.copyOf(profiles);
    }
}
