package io.gantry.daemon.instance;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance with all that applies to it.
 *
 * @param record what is its own
 * @param config its own keys over those of its profiles
 * @param devices its own devices over those of its profiles; those of type {@code none} are still there
 */
public record ExpandedInstance(
        InstanceRecord record, Map<String, String> config, Map<String, Map<String, String>> devices) {
    public ExpandedInstance {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
    }

    /** The instance over its profiles, of which a later one lies over those before it. */
    public static ExpandedInstance of(InstanceRecord record, List<ProfileLayers.Layer> profiles) {
        var config = new HashMap<String, String>();
        var devices = new HashMap<String, Map<String, String>>();
        for (ProfileLayers.Layer profile : profiles) {
            config.putAll(profile.config());
            devices.putAll(profile.devices());
        }
        config.putAll(record.config());
        devices.putAll(record.devices());
        return new ExpandedInstance(record, config, devices);
    }

    /** The instance with more keys of its own. */
    public ExpandedInstance with(InstanceRecord newRecord) {
        var newConfig = new HashMap<>(config);
        newConfig.putAll(newRecord.config());
        return new ExpandedInstance(newRecord, newConfig, devices);
    }

    public InstanceKey key() {
        return record.key();
    }

    /** The value of a key, or its default; see {@link Config#get}. */
    public <T> T get(ConfigKey<T> key) {
        return new Config(config).get(key);
    }

    /** The value of a key that is set; see {@link Config#find}. */
    public <T> Optional<T> find(ConfigKey<T> key) {
        return new Config(config).find(key);
    }

    public boolean isPrivileged() {
        return get(InstanceKeys.SECURITY_PRIVILEGED);
    }

    /** Whether the daemon starts the instance when it starts itself: as the key says, or where it ran before. */
    public boolean startsWithDaemon() {
        return find(InstanceKeys.BOOT_AUTOSTART).orElseGet(this::wasRunning);
    }

    /** Whether it was started and, as far as its record knows, has not ended. */
    public boolean wasRunning() {
        return new Config(record.config()).get(VolatileKeys.LAST_STATE_POWER).equals(VolatileKeys.RUNNING);
    }
}
