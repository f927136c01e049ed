package io.gantry.daemon.image.store;

import io.gantry.api.ImageSource;
import io.gantry.daemon.failure.DaemonException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where images are kept, and which pools have volumes of them. All methods run in the transaction of the connection
 * they are given.
 */
public final class ImageStore {
    /** Adds an image; CONFLICT where the project has it already. */
    public void insert(Connection connection, ImageRecord image) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO images (project, fingerprint, filename, size, architecture, type, is_public, is_cached,
                    auto_update, created_at, expires_at, uploaded_at, last_used_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setString(1, image.project());
            insert.setString(2, image.fingerprint().hex());
            insert.setString(3, image.content().filename());
            insert.setLong(4, image.content().size());
            insert.setString(5, image.architecture());
            insert.setString(6, image.content().type());
            insert.setBoolean(7, image.isPublic());
            insert.setBoolean(8, image.isCached());
            insert.setBoolean(9, image.autoUpdate());
            insert.setString(10, image.content().createdAt().toString());
            insert.setString(11, image.options().expiresAt().toString());
            insert.setString(12, image.uploadedAt().toString());
            insert.setString(13, image.lastUsedAt().toString());
            insert.executeUpdate();
        }
        insertDetails(connection, idOf(connection, image), image);
    }

    /** Replaces all of an image but project and fingerprint. */
    public void update(Connection connection, ImageRecord image) throws SQLException {
        long id = idOf(connection, image);
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE images SET filename = ?, size = ?, architecture = ?, type = ?, is_public = ?, is_cached = ?,
                    auto_update = ?, created_at = ?, expires_at = ?, uploaded_at = ?, last_used_at = ?
                WHERE id = ?
                """)) {
            update.setString(1, image.content().filename());
            update.setLong(2, image.content().size());
            update.setString(3, image.architecture());
            update.setString(4, image.content().type());
            update.setBoolean(5, image.isPublic());
            update.setBoolean(6, image.isCached());
            update.setBoolean(7, image.autoUpdate());
            update.setString(8, image.content().createdAt().toString());
            update.setString(9, image.options().expiresAt().toString());
            update.setString(10, image.uploadedAt().toString());
            update.setString(11, image.lastUsedAt().toString());
            update.setLong(12, id);
            update.executeUpdate();
        }
        for (String table : List.of("image_properties", "image_profiles", "image_sources")) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE image_id = ?")) {
                delete.setLong(1, id);
                delete.executeUpdate();
            }
        }
        insertDetails(connection, id, image);
    }

    /** Says when an image was last used. */
    void markUsed(Connection connection, String project, Fingerprint fingerprint, Instant when) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE images SET last_used_at = ? WHERE project = ? AND fingerprint = ?")) {
            update.setString(1, when.toString());
            update.setString(2, project);
            update.setString(3, fingerprint.hex());
            update.executeUpdate();
        }
    }

    /** Removes an image with its aliases. */
    void delete(Connection connection, String project, Fingerprint fingerprint) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM images WHERE project = ? AND fingerprint = ?")) {
            delete.setString(1, project);
            delete.setString(2, fingerprint.hex());
            delete.executeUpdate();
        }
    }

    /** The image with exactly this fingerprint. */
    Optional<ImageRecord> find(Connection connection, String project, Fingerprint fingerprint) throws SQLException {
        return select(connection, "WHERE project = ? AND fingerprint = ?", project, fingerprint.hex()).stream()
                .findFirst();
    }

    /**
     * The image whose fingerprint begins so.
     *
     * @throws DaemonException NOT_FOUND where there is none, INVALID_REQUEST where there are several
     */
    ImageRecord find(Connection connection, String project, FingerprintPrefix prefix) throws SQLException {
        List<ImageRecord> images =
                select(connection, "WHERE project = ? AND fingerprint GLOB ? || '*'", project, prefix.digits());
        return switch (images.size()) {
            case 0 -> throw DaemonException.notFound("Image not found");
            case 1 -> images.getFirst();
            default -> throw DaemonException.invalid("More than one image matches");
        };
    }

    /** The newest image that is updated from this alias of another server. */
    Optional<ImageRecord> findBySource(Connection connection, String project, ImageSource source) throws SQLException {
        return select(connection, """
                        JOIN image_sources s ON s.image_id = images.id
                        WHERE project = ? AND s.server = ? AND s.protocol = ? AND s.alias = ?
                        """, project, source.server(), source.protocol(), source.alias()).stream()
                .max(Comparator.comparing(ImageRecord::autoUpdate).thenComparing(ImageRecord::uploadedAt));
    }

    /** All images of a project, by fingerprint. */
    List<ImageRecord> list(Connection connection, String project) throws SQLException {
        return select(connection, "WHERE project = ?", project);
    }

    /** The fingerprints of all images of all projects. */
    public Set<Fingerprint> fingerprints(Connection connection) throws SQLException {
        Set<Fingerprint> fingerprints = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT fingerprint FROM images");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                fingerprints.add(new Fingerprint(rows.getString(1)));
            }
        }
        return fingerprints;
    }

    /** Remembers that a pool has a finished volume of an image. */
    void insertVolume(Connection connection, String pool, Fingerprint fingerprint) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR IGNORE INTO image_volumes (pool, fingerprint) VALUES (?, ?)")) {
            insert.setString(1, pool);
            insert.setString(2, fingerprint.hex());
            insert.executeUpdate();
        }
    }

    void deleteVolume(Connection connection, String pool, Fingerprint fingerprint) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM image_volumes WHERE pool = ? AND fingerprint = ?")) {
            delete.setString(1, pool);
            delete.setString(2, fingerprint.hex());
            delete.executeUpdate();
        }
    }

    /** The names of the pools that have a volume of an image. */
    List<String> poolsWith(Connection connection, Fingerprint fingerprint) throws SQLException {
        return column(
                connection, "SELECT pool FROM image_volumes WHERE fingerprint = ? ORDER BY pool", fingerprint.hex());
    }

    /** The fingerprints of the images of which a pool has a volume. */
    public List<Fingerprint> volumesIn(Connection connection, String pool) throws SQLException {
        return column(connection, "SELECT fingerprint FROM image_volumes WHERE pool = ? ORDER BY fingerprint", pool)
                .stream()
                .map(Fingerprint::new)
                .toList();
    }

    static long idOf(Connection connection, ImageRecord image) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM images WHERE project = ? AND fingerprint = ?")) {
            select.setString(1, image.project());
            select.setString(2, image.fingerprint().hex());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw DaemonException.notFound("Image not found: " + image.fingerprint());
                }
                return rows.getLong(1);
            }
        }
    }

    private static List<String> column(Connection connection, String sql, String parameter) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, parameter);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }

    private static void insertDetails(Connection connection, long id, ImageRecord image) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO image_properties (image_id, key, value) VALUES (?, ?, ?)")) {
            for (var property : image.properties().entrySet()) {
                if (property.getValue().isEmpty()) {
                    // Clients unset a property by an empty value.
                    continue;
                }
                insert.setLong(1, id);
                insert.setString(2, property.getKey());
                insert.setString(3, property.getValue());
                insert.executeUpdate();
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO image_profiles (image_id, position, profile) VALUES (?, ?, ?)")) {
            for (int position = 0; position < image.profiles().size(); position++) {
                insert.setLong(1, id);
                insert.setInt(2, position);
                insert.setString(3, image.profiles().get(position));
                insert.executeUpdate();
            }
        }
        if (image.source().isPresent()) {
            ImageSource source = image.source().get();
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO image_sources (image_id, server, protocol, certificate, alias, image_type)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """)) {
                insert.setLong(1, id);
                insert.setString(2, source.server());
                insert.setString(3, source.protocol());
                insert.setString(4, source.certificate());
                insert.setString(5, source.alias());
                insert.setString(6, source.imageType());
                insert.executeUpdate();
            }
        }
    }

    private static List<ImageRecord> select(Connection connection, String condition, String... parameters)
            throws SQLException {
        List<ImageRecord> images = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT images.* FROM images " + condition + " ORDER BY fingerprint")) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    images.add(read(connection, rows));
                }
            }
        }
        return images;
    }

    private static ImageRecord read(Connection connection, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        return new ImageRecord(
                row.getString("project"),
                new Fingerprint(row.getString("fingerprint")),
                new ImageRecord.Content(
                        row.getString("filename"),
                        row.getLong("size"),
                        row.getString("architecture"),
                        row.getString("type"),
                        Instant.parse(row.getString("created_at"))),
                new ImageOptions(
                        row.getBoolean("is_public"),
                        row.getBoolean("is_cached"),
                        row.getBoolean("auto_update"),
                        Instant.parse(row.getString("expires_at")),
                        properties(connection, id),
                        column(
                                connection,
                                "SELECT profile FROM image_profiles WHERE image_id = ? ORDER BY position",
                                Long.toString(id))),
                Instant.parse(row.getString("uploaded_at")),
                Instant.parse(row.getString("last_used_at")),
                source(connection, id));
    }

    private static Map<String, String> properties(Connection connection, long id) throws SQLException {
        Map<String, String> properties = new LinkedHashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT key, value FROM image_properties WHERE image_id = ?")) {
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    properties.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return properties;
    }

    private static Optional<ImageSource> source(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT alias, certificate, protocol, server, image_type FROM image_sources WHERE image_id = ?")) {
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new ImageSource(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5)))
                        : Optional.empty();
            }
        }
    }
}
