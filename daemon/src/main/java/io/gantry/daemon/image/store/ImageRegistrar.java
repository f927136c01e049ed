package io.gantry.daemon.image.store;

import io.gantry.api.ImageAlias;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.system.rollback.Rollback;
import java.util.List;
import java.util.Map;

/** Takes finished images into the store: files, record and aliases together, or nothing. Safe for many threads. */
public final class ImageRegistrar {
    private final Database database;
    private final ImageStore store;
    private final ImageAliasStore aliases;
    private final ImageFiles files;
    private final ImageLocks locks;
    private final Events events;

    /** @param locks by fingerprint */
    public ImageRegistrar(
            Database database,
            ImageStore store,
            ImageAliasStore aliases,
            ImageFiles files,
            ImageLocks locks,
            Events events) {
        this.database = database;
        this.store = store;
        this.aliases = aliases;
        this.files = files;
        this.locks = locks;
        this.events = events;
    }

    /** Whether a project has an image already. */
    public boolean has(String project, Fingerprint fingerprint) {
        return database.inTransaction(
                connection -> store.find(connection, project, fingerprint).isPresent());
    }

    /**
     * Keeps an image under the fingerprint of what was received.
     *
     * @throws DaemonException CONFLICT where the project has the image, or an alias is taken
     */
    public ImageRecord register(IncomingImage incoming, ImageRecord image, List<ImageAlias> names)
            throws InterruptedException {
        try (var _ = locks.acquire(image.fingerprint().hex());
                var rollback = new Rollback()) {
            boolean isNewHere = database.inTransaction(connection -> {
                if (store.find(connection, image.project(), image.fingerprint()).isPresent()) {
                    throw DaemonException.conflict("Image with same fingerprint already exists");
                }
                return !store.fingerprints(connection).contains(image.fingerprint());
            });
            if (isNewHere) {
                rollback.add(
                        "delete the files of image " + image.fingerprint(), () -> files.delete(image.fingerprint()));
                incoming.place();
            }
            database.inTransaction(connection -> {
                store.insert(connection, image);
                for (ImageAlias alias : names) {
                    aliases.insert(connection, image, alias.name(), alias.description());
                }
                return true;
            });
            rollback.keep();
        }
        events.lifecycle(
                "image-created", image.url(), Map.of("type", image.content().type()));
        return image;
    }
}
