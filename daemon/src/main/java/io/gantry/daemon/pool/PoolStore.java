package io.gantry.daemon.pool;

import io.gantry.daemon.database.JsonColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Storage pools in the database. All methods run in the transaction of the connection they are given. */
final class PoolStore {
    void insert(Connection connection, PoolRecord pool) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO storage_pools (name, driver, description, config) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, pool.name());
            insert.setString(2, pool.driver());
            insert.setString(3, pool.description());
            insert.setString(4, JsonColumn.write(new TreeMap<>(pool.config())));
            insert.executeUpdate();
        }
    }

    void update(Connection connection, PoolRecord pool) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE storage_pools SET description = ?, config = ? WHERE name = ?")) {
            update.setString(1, pool.description());
            update.setString(2, JsonColumn.write(new TreeMap<>(pool.config())));
            update.setString(3, pool.name());
            update.executeUpdate();
        }
    }

    void delete(Connection connection, String name) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM storage_pools WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    Optional<PoolRecord> find(Connection connection, String name) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM storage_pools WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(record(rows)) : Optional.empty();
            }
        }
    }

    /** All pools, by name. */
    List<PoolRecord> list(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM storage_pools ORDER BY name");
                ResultSet rows = select.executeQuery()) {
            var pools = new ArrayList<PoolRecord>();
            while (rows.next()) {
                pools.add(record(rows));
            }
            return pools;
        }
    }

    private static PoolRecord record(ResultSet row) throws SQLException {
        return new PoolRecord(
                row.getString("name"),
                row.getString("driver"),
                row.getString("description"),
                JsonColumn.readMap(row.getString("config")));
    }
}
