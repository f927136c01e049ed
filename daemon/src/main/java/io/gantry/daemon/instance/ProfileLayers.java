package io.gantry.daemon.instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** What profiles add to the instances that have them. */
public interface ProfileLayers {
    /** What a profile adds; empty where there is no such profile. Runs in the connection's transaction. */
    Optional<Layer> layer(Connection connection, String project, String profile) throws SQLException;

    /** Keys and devices that lie under those of an instance. */
    record Layer(Map<String, String> config, Map<String, Map<String, String>> devices) {
        public Layer {
            config = Map.copyOf(config);
            devices = Map.copyOf(devices);
        }
    }
}
