package io.gantry.daemon.network;

import java.util.Map;

/** A bridge of ours as it is kept in the database. */
record NetworkRecord(String name, String description, Map<String, String> config) {
    NetworkRecord {
        config = Map.copyOf(config);
    }

    boolean isOn(String key) {
        return !config.getOrDefault(key, "true").matches("(?i)false|0|no|off");
    }

    String value(String key) {
        return config.getOrDefault(key, "");
    }
}
