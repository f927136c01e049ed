package io.gantry.daemon.instance.store;

import io.gantry.daemon.database.JsonColumn;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SnapshotRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Instances and snapshots in SQLite. */
public final class SqlInstanceStore implements InstanceStore {
    @Override
    public void insert(Connection connection, InstanceRecord instance) throws SQLException {
        if (find(connection, instance.key()).isPresent()) {
            throw DaemonException.conflict("Instance \"" + instance.key() + "\" already exists");
        }
        try (var insert = connection.prepareStatement("""
                INSERT INTO instances (pool, architecture, ephemeral, stateful, description, created_at, last_used_at,
                    config, devices, profiles, project, name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            fill(insert, instance);
            insert.executeUpdate();
        }
    }

    @Override
    public void update(Connection connection, InstanceRecord instance) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE instances SET pool = ?, architecture = ?, ephemeral = ?, stateful = ?, description = ?,
                    created_at = ?, last_used_at = ?, config = ?, devices = ?, profiles = ?
                WHERE project = ? AND name = ?
                """)) {
            fill(update, instance);
            update.executeUpdate();
        }
    }

    private static void fill(PreparedStatement statement, InstanceRecord instance) throws SQLException {
        statement.setString(1, instance.pool());
        statement.setString(2, instance.architecture());
        statement.setBoolean(3, instance.ephemeral());
        statement.setBoolean(4, instance.stateful());
        statement.setString(5, instance.description());
        statement.setString(6, instance.createdAt().toString());
        statement.setString(7, instance.lastUsedAt().toString());
        statement.setString(8, JsonColumn.write(new TreeMap<>(instance.config())));
        statement.setString(9, JsonColumn.write(new TreeMap<>(instance.devices())));
        statement.setString(10, JsonColumn.write(instance.profiles()));
        statement.setString(11, instance.key().project());
        statement.setString(12, instance.key().name());
    }

    @Override
    public void delete(Connection connection, InstanceKey key) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM instances WHERE project = ? AND name = ?")) {
            delete.setString(1, key.project());
            delete.setString(2, key.name());
            delete.executeUpdate();
        }
    }

    @Override
    public void rename(Connection connection, InstanceKey key, String newName) throws SQLException {
        if (find(connection, new InstanceKey(key.project(), newName)).isPresent()) {
            throw DaemonException.conflict("Name \"" + newName + "\" already in use");
        }
        try (var update = connection.prepareStatement("UPDATE instances SET name = ? WHERE project = ? AND name = ?")) {
            update.setString(1, newName);
            update.setString(2, key.project());
            update.setString(3, key.name());
            update.executeUpdate();
        }
    }

    @Override
    public Optional<InstanceRecord> find(Connection connection, InstanceKey key) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM instances WHERE project = ? AND name = ?")) {
            select.setString(1, key.project());
            select.setString(2, key.name());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(instance(rows)) : Optional.empty();
            }
        }
    }

    @Override
    public List<InstanceRecord> list(Connection connection, String project) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM instances WHERE project = ? ORDER BY name")) {
            select.setString(1, project);
            try (ResultSet rows = select.executeQuery()) {
                var instances = new ArrayList<InstanceRecord>();
                while (rows.next()) {
                    instances.add(instance(rows));
                }
                return instances;
            }
        }
    }

    private static InstanceRecord instance(ResultSet row) throws SQLException {
        return new InstanceRecord(
                new InstanceKey(row.getString("project"), row.getString("name")),
                row.getString("pool"),
                settings(row),
                Instant.parse(row.getString("created_at")),
                Instant.parse(row.getString("last_used_at")));
    }

    private static InstanceSettings settings(ResultSet row) throws SQLException {
        return new InstanceSettings(
                row.getString("architecture"),
                row.getBoolean("ephemeral"),
                row.getBoolean("stateful"),
                row.getString("description"),
                config(row),
                devices(row),
                JsonColumn.readList(row.getString("profiles")));
    }

    private static Map<String, String> config(ResultSet row) throws SQLException {
        return JsonColumn.readMap(row.getString("config"));
    }

    private static Map<String, Map<String, String>> devices(ResultSet row) throws SQLException {
        return JsonColumn.readMaps(row.getString("devices"));
    }

    @Override
    public void insertSnapshot(Connection connection, SnapshotRecord snapshot) throws SQLException {
        boolean isTaken = snapshots(connection, snapshot.instance()).stream()
                .anyMatch(other -> other.name().equals(snapshot.name()));
        if (isTaken) {
            throw DaemonException.conflict("Snapshot \"" + snapshot.key() + "\" already exists");
        }
        try (var insert = connection.prepareStatement("""
                INSERT INTO instance_snapshots (name, architecture, ephemeral, stateful, description, created_at,
                    expires_at, config, devices, profiles, instance_id)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, id FROM instances WHERE project = ? AND name = ?
                """)) {
            insert.setString(1, snapshot.name());
            insert.setString(2, snapshot.settings().architecture());
            insert.setBoolean(3, snapshot.settings().ephemeral());
            insert.setBoolean(4, snapshot.settings().stateful());
            insert.setString(5, snapshot.settings().description());
            insert.setString(6, snapshot.createdAt().toString());
            insert.setString(7, snapshot.expiresAt().toString());
            insert.setString(8, JsonColumn.write(new TreeMap<>(snapshot.config())));
            insert.setString(9, JsonColumn.write(new TreeMap<>(snapshot.devices())));
            insert.setString(10, JsonColumn.write(snapshot.profiles()));
            insert.setString(11, snapshot.instance().project());
            insert.setString(12, snapshot.instance().name());
            if (insert.executeUpdate() != 1) {
                throw DaemonException.notFound("Instance not found: " + snapshot.instance());
            }
        }
    }

    @Override
    public void deleteSnapshot(Connection connection, SnapshotKey snapshot) throws SQLException {
        try (var delete = connection.prepareStatement("""
                DELETE FROM instance_snapshots
                WHERE name = ? AND instance_id = (SELECT id FROM instances WHERE project = ? AND name = ?)
                """)) {
            delete.setString(1, snapshot.name());
            delete.setString(2, snapshot.instance().project());
            delete.setString(3, snapshot.instance().name());
            delete.executeUpdate();
        }
    }

    @Override
    public void renameSnapshot(Connection connection, SnapshotKey snapshot, String newName) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE instance_snapshots SET name = ?
                WHERE name = ? AND instance_id = (SELECT id FROM instances WHERE project = ? AND name = ?)
                """)) {
            update.setString(1, newName);
            update.setString(2, snapshot.name());
            update.setString(3, snapshot.instance().project());
            update.setString(4, snapshot.instance().name());
            update.executeUpdate();
        }
    }

    @Override
    public void expireSnapshot(Connection connection, SnapshotKey snapshot, Instant expiresAt) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE instance_snapshots SET expires_at = ?
                WHERE name = ? AND instance_id = (SELECT id FROM instances WHERE project = ? AND name = ?)
                """)) {
            update.setString(1, expiresAt.toString());
            update.setString(2, snapshot.name());
            update.setString(3, snapshot.instance().project());
            update.setString(4, snapshot.instance().name());
            update.executeUpdate();
        }
    }

    @Override
    public List<SnapshotRecord> snapshots(Connection connection, InstanceKey instance) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT s.* FROM instance_snapshots s JOIN instances i ON i.id = s.instance_id
                WHERE i.project = ? AND i.name = ? ORDER BY s.id
                """)) {
            select.setString(1, instance.project());
            select.setString(2, instance.name());
            try (ResultSet rows = select.executeQuery()) {
                var snapshots = new ArrayList<SnapshotRecord>();
                while (rows.next()) {
                    snapshots.add(snapshot(instance, rows));
                }
                return snapshots;
            }
        }
    }

    private static SnapshotRecord snapshot(InstanceKey instance, ResultSet row) throws SQLException {
        return new SnapshotRecord(
                instance.snapshot(row.getString("name")),
                settings(row),
                Instant.parse(row.getString("created_at")),
                Instant.parse(row.getString("expires_at")));
    }
}
