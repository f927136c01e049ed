package io.gantry.daemon.profile;

import io.gantry.daemon.database.JsonColumn;
import io.gantry.daemon.instance.ProfileLayers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Profiles in the database. All methods run in the transaction of the connection they are given. */
public final class ProfileStore implements ProfileLayers {
    void insert(Connection connection, ProfileRecord profile) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO profiles (description, config, devices, project, name) VALUES (?, ?, ?, ?, ?)")) {
            fill(insert, profile);
            insert.executeUpdate();
        }
    }

    void update(Connection connection, ProfileRecord profile) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE profiles SET description = ?, config = ?, devices = ? WHERE project = ? AND name = ?")) {
            fill(update, profile);
            update.executeUpdate();
        }
    }

    private static void fill(PreparedStatement statement, ProfileRecord profile) throws SQLException {
        statement.setString(1, profile.description());
        statement.setString(2, JsonColumn.write(new TreeMap<>(profile.config())));
        statement.setString(3, JsonColumn.write(new TreeMap<>(profile.devices())));
        statement.setString(4, profile.project());
        statement.setString(5, profile.name());
    }

    void rename(Connection connection, String project, String name, String newName) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE profiles SET name = ? WHERE project = ? AND name = ?")) {
            update.setString(1, newName);
            update.setString(2, project);
            update.setString(3, name);
            update.executeUpdate();
        }
    }

    void delete(Connection connection, String project, String name) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM profiles WHERE project = ? AND name = ?")) {
            delete.setString(1, project);
            delete.setString(2, name);
            delete.executeUpdate();
        }
    }

    public Optional<ProfileRecord> find(Connection connection, String project, String name) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM profiles WHERE project = ? AND name = ?")) {
            select.setString(1, project);
            select.setString(2, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(record(rows)) : Optional.empty();
            }
        }
    }

    @Override
    public Optional<Layer> layer(Connection connection, String project, String profile) throws SQLException {
        return find(connection, project, profile).map(ProfileRecord::layer);
    }

    /** All profiles of a project, by name. */
    public List<ProfileRecord> list(Connection connection, String project) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM profiles WHERE project = ? ORDER BY name")) {
            select.setString(1, project);
            try (ResultSet rows = select.executeQuery()) {
                var profiles = new ArrayList<ProfileRecord>();
                while (rows.next()) {
                    profiles.add(record(rows));
                }
                return profiles;
            }
        }
    }

    private static ProfileRecord record(ResultSet row) throws SQLException {
        return new ProfileRecord(
                row.getString("project"),
                row.getString("name"),
                row.getString("description"),
                JsonColumn.readMap(row.getString("config")),
                JsonColumn.readMaps(row.getString("devices")));
    }
}
