package io.gantry.daemon.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code lxd activateifneeded}: wakes the daemon, by connecting to its socket, where it has something to do at once:
 * a network address to serve, or instances that ran or are to start. Reads the database without a daemon.
 */
public final class ActivateIfNeeded {
    private static final String NEEDED = """
            SELECT EXISTS (SELECT 1 FROM server_config WHERE key = 'core.https_address' AND value != '')
                OR EXISTS (SELECT 1 FROM instances
                    WHERE json_extract(config, '$."boot.autostart"') IN ('true', '1', 'yes', 'on')
                        OR (json_extract(config, '$."volatile.last_state.power"') = 'RUNNING'
                            AND json_extract(config, '$."boot.autostart"') IS NULL))
            """;

    private ActivateIfNeeded() {}

    public static void run(Path directory) throws IOException {
        Path database = directory.resolve("database").resolve("gantry.db");
        if (Files.exists(database) && isNeeded(database)) {
            try (var daemon = LocalDaemon.of(directory)) {
                daemon.send("GET", "/internal/ready", null);
            }
        }
    }

    private static boolean isNeeded(Path database) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NEEDED)) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            throw new IOException("cannot read the database " + database + ": " + e.getMessage(), e);
        }
    }
}
