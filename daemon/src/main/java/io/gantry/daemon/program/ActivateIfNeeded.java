package io.gantry.daemon.program;

import io.gantry.daemon.config.ServerKeys;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.ProfileLayers;
import io.gantry.daemon.instance.store.SqlInstanceStore;
import io.gantry.daemon.profile.ProfileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * {@code lxd activateifneeded}: wakes the daemon, by connecting to its socket, where it has something to do at once:
 * a network address to serve, or instances that ran or are to start. Reads the database without a daemon.
 */
public final class ActivateIfNeeded {
    private static final String PROJECT = "default";

    private ActivateIfNeeded() {}

    public static void run(Path directory) throws IOException {
        Path database = directory.resolve("database").resolve("gantry.db");
        if (Files.exists(database) && isNeeded(database)) {
            try (var daemon = LocalDaemon.of(directory)) {
                daemon.send("GET", "/internal/ready", null);
            }
        }
    }

    static boolean isNeeded(Path database) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro")) {
            return isOnNetwork(connection) || hasInstancesToStart(connection);
        } catch (SQLException e) {
            throw new IOException("cannot read the database " + database + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOnNetwork(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT EXISTS (SELECT 1 FROM server_config WHERE key = ? AND value != '')")) {
            select.setString(1, ServerKeys.HTTPS_ADDRESS.name());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static boolean hasInstancesToStart(Connection connection) throws SQLException {
        var profiles = new ProfileStore();
        for (InstanceRecord instance : new SqlInstanceStore().list(connection, PROJECT)) {
            var layers = new ArrayList<ProfileLayers.Layer>();
            for (String profile : instance.profiles()) {
                profiles.layer(connection, PROJECT, profile).ifPresent(layers::add);
            }
            if (ExpandedInstance.of(instance, layers).startsWithDaemon()) {
                return true;
            }
        }
        return false;
    }
}
