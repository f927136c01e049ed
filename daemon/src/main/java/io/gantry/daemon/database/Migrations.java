package io.gantry.daemon.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings a database to the schema of this version: each numbered script runs once, in a transaction with the note
 * that it ran.
 */
final class Migrations {
    /** In the order in which they run. A released script never changes; what changes the schema is a new one. */
    private static final List<String> SCRIPTS = List.of(
            "0001-server",
            "0002-pools",
            "0003-profiles",
            "0004-images",
            "0005-instances",
            "0006-networks",
            "0007-certificates");

    private Migrations() {}

    /** Runs what has not run yet on a connection without automatic commits. */
    static void run(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY)");
        }
        Set<String> done = done(connection);
        for (String script : SCRIPTS) {
            if (!done.contains(script)) {
                run(connection, script);
            }
        }
        connection.commit();
        for (String name : done) {
            if (!SCRIPTS.contains(name)) {
                throw new SQLException("it was written by a newer version (it has the migration " + name
                        + "); start that version, or restore a backup");
            }
        }
    }

    private static Set<String> done(Connection connection) throws SQLException {
        var names = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT name FROM schema_migrations")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (var statement = connection.createStatement()) {
            // The driver runs all statements of the text.
            statement.executeUpdate(text(script));
        }
        try (var note = connection.prepareStatement("INSERT INTO schema_migrations (name) VALUES (?)")) {
            note.setString(1, script);
            note.executeUpdate();
        }
        connection.commit();
    }

    private static String text(String script) {
        try (InputStream in = Migrations.class.getResourceAsStream(script + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("the migration " + script + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the migration " + script + " cannot be read", e);
        }
    }
}
