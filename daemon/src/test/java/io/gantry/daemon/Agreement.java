package io.gantry.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares what the database of a daemon says with what is on disk. */
final class Agreement {
    private final Path directory;

    Agreement(Path directory) {
        this.directory = directory;
    }

    /** What does not fit, each in a sentence. */
    List<String> violations() throws IOException {
        var violations = new ArrayList<String>();
        try (Connection database = open()) {
            compare(
                    "volumes of instances",
                    strings(database, "SELECT pool || '/' || name FROM instances"),
                    volumes("containers"),
                    violations);
            compare("volumes of snapshots", strings(database, """
                            SELECT i.pool || '/' || i.name || '/' || s.name
                            FROM instance_snapshots s JOIN instances i ON i.id = s.instance_id
                            """), snapshots(), violations);
            compare(
                    "volumes of images",
                    strings(database, "SELECT pool || '/' || fingerprint FROM image_volumes"),
                    volumes("images"),
                    violations);
            compare(
                    "links to instances",
                    strings(database, "SELECT name FROM instances"),
                    names(directory.resolve("containers")),
                    violations);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        for (String pool : names(directory.resolve("storage-pools"))) {
            names(directory.resolve("storage-pools").resolve(pool).resolve(".gantry-work"))
                    .forEach(name -> violations.add("half a volume is left in pool " + pool + ": " + name));
        }
        for (String name : names(directory.resolve("containers"))) {
            Path link = directory.resolve("containers").resolve(name);
            if (!Files.isDirectory(link)) {
                violations.add("the link of " + name + " leads nowhere");
            }
        }
        return violations;
    }

    /** The acts that are under way, or were cut off. */
    Set<String> intents() throws IOException {
        try (Connection database = open()) {
            return strings(database, "SELECT kind || ' ' || facts FROM intents");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + directory.resolve("database/gantry.db") + "?mode=ro");
    }

    private static void compare(String what, Set<String> recorded, Set<String> found, List<String> violations) {
        recorded.stream()
                .filter(name -> !found.contains(name))
                .forEach(name -> violations.add(what + ": " + name + " has a record and is missing"));
        found.stream()
                .filter(name -> !recorded.contains(name))
                .forEach(name -> violations.add(what + ": " + name + " is there and has no record"));
    }

    private Set<String> volumes(String folder) throws IOException {
        var volumes = new TreeSet<String>();
        for (String pool : names(directory.resolve("storage-pools"))) {
            names(directory.resolve("storage-pools").resolve(pool).resolve(folder))
                    .forEach(name -> volumes.add(pool + "/" + name));
        }
        return volumes;
    }

    private Set<String> snapshots() throws IOException {
        var snapshots = new TreeSet<String>();
        for (String instance : volumes("containers-snapshots")) {
            int slash = instance.indexOf('/');
            Path folder = directory
                    .resolve("storage-pools")
                    .resolve(instance.substring(0, slash))
                    .resolve("containers-snapshots")
                    .resolve(instance.substring(slash + 1));
            names(folder).forEach(name -> snapshots.add(instance + "/" + name));
        }
        return snapshots;
    }

    private static Set<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            var names = new TreeSet<String>();
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        }
    }

    private static Set<String> strings(Connection database, String query) throws SQLException {
        var strings = new TreeSet<String>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
