package io.gantry.daemon.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An instance as it is kept in the database: its own settings, without what profiles add.
 *
 * @param pool the storage pool that holds its root volume
 * @param lastUsedAt {@link Instant#EPOCH} where it was never started
 */
public record InstanceRecord(
        InstanceKey key, String pool, InstanceSettings settings, Instant createdAt, Instant lastUsedAt) {
    public String architecture() {
        return settings.architecture();
    }

    public boolean ephemeral() {
        return settings.ephemeral();
    }

    public boolean stateful() {
        return settings.stateful();
    }

    public String description() {
        return settings.description();
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

    public InstanceRecord withSettings(InstanceSettings newSettings) {
        return new InstanceRecord(key, pool, newSettings, createdAt, lastUsedAt);
    }

    public InstanceRecord withConfig(Map<String, String> newConfig) {
        return withSettings(settings.withConfig(newConfig));
    }

    /** The same instance with its root volume in another pool. */
    public InstanceRecord inPool(String newPool) {
        return new InstanceRecord(key, newPool, settings, createdAt, lastUsedAt);
    }

    /** The same instance after a start at this time. */
    public InstanceRecord usedAt(Instant time) {
        return new InstanceRecord(key, pool, settings, createdAt, time);
    }
}
