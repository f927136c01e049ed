package io.gantry.daemon.image.store;

import io.gantry.api.ImageAliasPut;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Names of images; each call is a transaction. Safe for use by many threads. */
public final class ImageAliases {
    private final Database database;
    private final ImageStore store;
    private final ImageAliasStore aliases;
    private final Events events;

    public ImageAliases(Database database, ImageStore store, ImageAliasStore aliases, Events events) {
        this.database = database;
        this.store = store;
        this.aliases = aliases;
        this.events = events;
    }

    /** Which aliases a caller may know of. */
    public enum Visibility {
        ALL,
        PUBLIC_IMAGES;

        private boolean shows(ImageAliasStore.Alias alias) {
            return this == ALL || alias.isPublic();
        }
    }

    /** The aliases of a project, by name. */
    public List<ImageAliasesEntry> list(String project, Visibility visibility) {
        return database.inTransaction(connection -> aliases.list(connection, project)).stream()
                .filter(visibility::shows)
                .map(ImageAliases::entry)
                .toList();
    }

    /** One alias. NOT_FOUND where there is none that the caller may know of. */
    public ImageAliasesEntry find(String project, String name, Visibility visibility) {
        return entry(database.inTransaction(connection -> aliases.find(connection, project, name))
                .filter(visibility::shows)
                .orElseThrow(ImageAliases::notFound));
    }

    /** Adds an alias. CONFLICT where the name is taken, NOT_FOUND where there is no such image. */
    public void create(String project, ImageAliasesEntry entry) {
        database.inTransaction(connection -> {
            if (aliases.find(connection, project, entry.name()).isPresent()) {
                throw DaemonException.conflict("Alias \"%s\" already exists".formatted(entry.name()));
            }
            aliases.insert(connection, target(connection, project, entry.target()), entry.name(), entry.description());
            return true;
        });
        events.lifecycle("image-alias-created", url(entry.name()), Map.of("target", entry.target()));
    }

    /** Lets an alias mean another image. */
    public void update(String project, String name, ImageAliasPut put) {
        database.inTransaction(connection -> {
            require(connection, project, name);
            aliases.update(connection, target(connection, project, put.target()), name, put.description());
            return true;
        });
        events.lifecycle("image-alias-updated", url(name), Map.of("target", put.target()));
    }

    /** Gives an alias another name. CONFLICT where that is taken. */
    public void rename(String project, String name, String newName) {
        database.inTransaction(connection -> {
            if (aliases.find(connection, project, newName).isPresent()) {
                throw DaemonException.conflict("Alias \"%s\" already exists".formatted(newName));
            }
            require(connection, project, name);
            aliases.rename(connection, project, name, newName);
            return true;
        });
        events.lifecycle("image-alias-renamed", url(newName), Map.of("old_name", name));
    }

    /** Removes an alias; its image stays. */
    public void delete(String project, String name) {
        database.inTransaction(connection -> {
            require(connection, project, name);
            aliases.delete(connection, project, name);
            return true;
        });
        events.lifecycle("image-alias-deleted", url(name), Map.of());
    }

    /** The URL path of an alias. */
    public static String url(String name) {
        return "/1.0/images/aliases/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void require(Connection connection, String project, String name) throws SQLException {
        if (aliases.find(connection, project, name).isEmpty()) {
            throw notFound();
        }
    }

    private ImageRecord target(Connection connection, String project, String digits) throws SQLException {
        return store.find(connection, project, new FingerprintPrefix(digits));
    }

    private static ImageAliasesEntry entry(ImageAliasStore.Alias alias) {
        return new ImageAliasesEntry(alias.description(), alias.target().hex(), alias.name(), alias.type());
    }

    private static DaemonException notFound() {
        return DaemonException.notFound("Image alias not found");
    }
}
