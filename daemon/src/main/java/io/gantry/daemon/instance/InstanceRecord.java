package io.gantry.daemon.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An instance as it is kept in the database: its own configuration, without what profiles add.
 *
 * @param pool the storage pool that holds its root volume
 * @param devices by name, each a map of its keys with {@code type} among them
 * @param profiles names, in the order in which they apply
 * @param lastUsedAt {@link Instant#EPOCH} where it was never started
 */
public record InstanceRecord(
        InstanceKey key,
        String pool,
        String architecture,
        boolean ephemeral,
        boolean stateful,
        String description,
        Instant createdAt,
        Instant lastUsedAt,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        List<String> profiles) {
    public InstanceRecord {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
        profiles = List.copyOf(profiles);
    }

    public InstanceRecord withConfig(Map<String, String> newConfig) {
        return new InstanceRecord(
                key,
                pool,
                architecture,
                ephemeral,
                stateful,
                description,
                createdAt,
                lastUsedAt,
                newConfig,
                devices,
                profiles);
    }

    public InstanceRecord withProfiles(List<String> newProfiles) {
        return new InstanceRecord(
                key,
                pool,
                architecture,
                ephemeral,
                stateful,
                description,
                createdAt,
                lastUsedAt,
                config,
                devices,
                newProfiles);
    }
}
