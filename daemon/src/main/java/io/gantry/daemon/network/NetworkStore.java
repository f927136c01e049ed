package io.gantry.daemon.network;

import io.gantry.daemon.database.JsonColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Networks in the database. All methods run in the transaction of the connection they are given. */
final class NetworkStore {
    /** Adds a network, or replaces the one of its name. */
    void put(Connection connection, NetworkRecord network) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO networks (name, description, config) VALUES (?, ?, ?)")) {
            insert.setString(1, network.name());
            insert.setString(2, network.description());
            insert.setString(3, JsonColumn.write(new TreeMap<>(network.config())));
            insert.executeUpdate();
        }
    }

    void delete(Connection connection, String name) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM networks WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    /** All networks, by name. */
    List<NetworkRecord> list(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM networks ORDER BY name");
                ResultSet rows = select.executeQuery()) {
            var networks = new ArrayList<NetworkRecord>();
            while (rows.next()) {
                networks.add(new NetworkRecord(
                        rows.getString("name"),
                        rows.getString("description"),
                        JsonColumn.readMap(rows.getString("config"))));
            }
            return networks;
        }
    }
}
