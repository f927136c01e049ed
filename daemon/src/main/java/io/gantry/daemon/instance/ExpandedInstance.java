package io.gantry.daemon.instance;

import java.util.Map;

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

    public InstanceKey key() {
        return record.key();
    }

    public boolean isPrivileged() {
        return isTrue("security.privileged");
    }

    /** Whether a key of the configuration is switched on. */
    public boolean isTrue(String key) {
        return switch (config.getOrDefault(key, "").toLowerCase(java.util.Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            default -> false;
        };
    }
}
