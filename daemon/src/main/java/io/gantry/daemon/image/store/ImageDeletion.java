package io.gantry.daemon.image.store;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import java.util.Map;

/**
 * Removes images. What a killed daemon has left undone is an image that is still there, or files that belong to none
 * and go when it starts. Safe for use by many threads.
 */
public final class ImageDeletion {
    private final Database database;
    private final ImageStore store;
    private final ImageFiles files;
    private final ImageVolumes volumes;
    private final ImageLocks locks;
    private final Events events;

    /** @param locks by fingerprint */
    public ImageDeletion(
            Database database,
            ImageStore store,
            ImageFiles files,
            ImageVolumes volumes,
            ImageLocks locks,
            Events events) {
        this.database = database;
        this.store = store;
        this.files = files;
        this.volumes = volumes;
        this.locks = locks;
        this.events = events;
    }

    /** Removes an image with its volumes, aliases and files. NOT_FOUND where it is gone already. */
    public void delete(ImageRecord image) throws InterruptedException {
        Fingerprint fingerprint = image.fingerprint();
        try (var _ = locks.acquire(fingerprint.hex())) {
            database.inTransaction(connection -> store.find(connection, image.project(), fingerprint)
                    .orElseThrow(() -> DaemonException.notFound("Image not found")));
            volumes.remove(fingerprint);
            database.inTransaction(connection -> {
                store.delete(connection, image.project(), fingerprint);
                return true;
            });
            files.delete(fingerprint);
        }
        events.lifecycle("image-deleted", image.url(), Map.of());
    }
}
