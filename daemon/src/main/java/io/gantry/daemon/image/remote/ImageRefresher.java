package io.gantry.daemon.image.remote;

import io.gantry.api.ImageSource;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import java.util.Map;

/** Replaces an image by the one that its alias at the server it came from means now. Safe for use by many threads. */
public final class ImageRefresher {
    private final ImageCatalog catalog;
    private final ImageFetcher fetcher;
    private final ImageDeletion deletion;
    private final Events events;

    public ImageRefresher(ImageCatalog catalog, ImageFetcher fetcher, ImageDeletion deletion, Events events) {
        this.catalog = catalog;
        this.fetcher = fetcher;
        this.deletion = deletion;
        this.events = events;
    }

    /**
     * Refreshes an image; what refers to the old one then means the new one.
     *
     * @return whether there was a newer one
     * @throws DaemonException NOT_FOUND where the image came from no server
     */
    public boolean refresh(ImageRecord image, Progress progress) throws InterruptedException {
        ImageSource source = image.source()
                .orElseThrow(() -> DaemonException.notFound(
                        "Failed to update image \"%s\": it was not fetched from another server by an alias"
                                .formatted(image.fingerprint())));
        var remote = new ImageReference.Remote(
                source.server(), source.protocol(), source.certificate(), "", source.imageType(), "");
        ImageRecord newer = fetcher.fetch(
                image.project(),
                source.alias(),
                remote,
                new FetchOptions(image.isPublic(), image.isCached(), image.autoUpdate()),
                progress);
        boolean isNewer = !newer.fingerprint().equals(image.fingerprint());
        if (isNewer) {
            catalog.supersede(image, newer);
            deletion.delete(image);
            events.lifecycle("image-refreshed", image.url(), Map.of());
        }
        progress.publish(Map.of("refreshed", isNewer));
        return isNewer;
    }
}
