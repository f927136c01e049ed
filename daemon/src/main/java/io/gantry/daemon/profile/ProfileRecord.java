package io.gantry.daemon.profile;

import io.gantry.daemon.instance.ProfileLayers;
import java.util.Map;

/** A profile as it is kept in the database. */
public record ProfileRecord(
        String project,
        String name,
        String description,
        Map<String, String> config,
        Map<String, Map<String, String>> devices) {
    public ProfileRecord {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
    }

    ProfileLayers.Layer layer() {
        return new ProfileLayers.Layer(config, devices);
    }
}
