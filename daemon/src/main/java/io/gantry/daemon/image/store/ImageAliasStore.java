package io.gantry.daemon.image.store;

import io.gantry.daemon.failure.DaemonException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where image aliases are kept. All methods run in the transaction of the connection they are given. */
public final class ImageAliasStore {
    private static final String SELECT = """
            SELECT a.name, a.description, i.fingerprint, i.type, i.is_public
            FROM image_aliases a JOIN images i ON i.id = a.image_id
            """;

    /**
     * A name for an image.
     *
     * @param type of the image
     */
    record Alias(String name, String description, Fingerprint target, String type, boolean isPublic) {}

    /** Adds an alias; CONFLICT where the name is taken. */
    void insert(Connection connection, ImageRecord image, String name, String description) throws SQLException {
        requireFree(connection, image.project(), name);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO image_aliases (project, name, image_id, description) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, image.project());
            insert.setString(2, name);
            insert.setLong(3, ImageStore.idOf(connection, image));
            insert.setString(4, description);
            insert.executeUpdate();
        }
    }

    /** Lets an alias mean another image. */
    void update(Connection connection, ImageRecord image, String name, String description) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE image_aliases SET image_id = ?, description = ? WHERE project = ? AND name = ?")) {
            update.setLong(1, ImageStore.idOf(connection, image));
            update.setString(2, description);
            update.setString(3, image.project());
            update.setString(4, name);
            update.executeUpdate();
        }
    }

    /** Renames an alias; CONFLICT where the new name is taken. */
    void rename(Connection connection, String project, String name, String newName) throws SQLException {
        requireFree(connection, project, newName);
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE image_aliases SET name = ? WHERE project = ? AND name = ?")) {
            update.setString(1, newName);
            update.setString(2, project);
            update.setString(3, name);
            update.executeUpdate();
        }
    }

    void delete(Connection connection, String project, String name) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM image_aliases WHERE project = ? AND name = ?")) {
            delete.setString(1, project);
            delete.setString(2, name);
            delete.executeUpdate();
        }
    }

    /** Lets all aliases of one image mean another one. */
    void moveAll(Connection connection, ImageRecord from, ImageRecord to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE image_aliases SET image_id = ? WHERE image_id = ?")) {
            update.setLong(1, ImageStore.idOf(connection, to));
            update.setLong(2, ImageStore.idOf(connection, from));
            update.executeUpdate();
        }
    }

    Optional<Alias> find(Connection connection, String project, String name) throws SQLException {
        return select(connection, SELECT + "WHERE a.project = ? AND a.name = ?", project, name).stream()
                .findFirst();
    }

    /** All aliases of a project, by name. */
    List<Alias> list(Connection connection, String project) throws SQLException {
        return select(connection, SELECT + "WHERE a.project = ? ORDER BY a.name", project);
    }

    /** The aliases of one image, oldest first. */
    List<Alias> of(Connection connection, ImageRecord image) throws SQLException {
        return select(
                connection,
                SELECT + "WHERE a.project = ? AND i.fingerprint = ? ORDER BY a.id",
                image.project(),
                image.fingerprint().hex());
    }

    private void requireFree(Connection connection, String project, String name) throws SQLException {
        if (find(connection, project, name).isPresent()) {
            throw DaemonException.conflict("Alias \"%s\" already exists".formatted(name));
        }
    }

    private static List<Alias> select(Connection connection, String sql, String... parameters) throws SQLException {
        List<Alias> aliases = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    aliases.add(new Alias(
                            rows.getString(1),
                            rows.getString(2),
                            new Fingerprint(rows.getString(3)),
                            rows.getString(4),
                            rows.getBoolean(5)));
                }
            }
        }
        return aliases;
    }
}
