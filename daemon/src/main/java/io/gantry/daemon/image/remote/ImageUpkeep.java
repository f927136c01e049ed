package io.gantry.daemon.image.remote;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.operation.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps images up to date, and removes cached ones that nobody uses, once an hour. */
public final class ImageUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageUpkeep.class);

    private final ImageCatalog catalog;
    private final ImageRefresher refresher;
    private final ImageDeletion deletion;
    private final ImageSettings settings;
    private final InstantSource clock;
    private final ScheduledExecutorService hourly = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("image upkeep").factory());
    private Instant lastRefresh;

    public ImageUpkeep(
            ImageCatalog catalog,
            ImageRefresher refresher,
            ImageDeletion deletion,
            ImageSettings settings,
            InstantSource clock) {
        this.catalog = catalog;
        this.refresher = refresher;
        this.deletion = deletion;
        this.settings = settings;
        this.clock = clock;
        this.lastRefresh = Instant.EPOCH;
    }

    /** Begins; the first time is at once, since a daemon that was stopped has missed some. */
    public void start() {
        var _ = hourly.scheduleWithFixedDelay(this::run, 0, 60, TimeUnit.MINUTES);
    }

    /** Has one more time soon, in the background; after the end it does nothing. */
    public void lookSoon() {
        try {
            hourly.execute(this::run);
        } catch (RejectedExecutionException _) {
            LOG.debug("the upkeep of images has ended");
        }
    }

    /** Removes and updates what is due by now. */
    void run() {
        try {
            removeUnused();
            Duration interval = settings.autoUpdateInterval();
            if (!interval.isZero() && !clock.instant().isBefore(lastRefresh.plus(interval))) {
                lastRefresh = clock.instant();
                refreshAll();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            // A task that throws would never run again.
            LOG.error("the upkeep of images failed", failure);
        }
    }

    /** Removes the cached images that were not used for as long as the configuration says. */
    private void removeUnused() throws InterruptedException {
        Instant limit = clock.instant().minus(settings.remoteCacheExpiry());
        for (ImageRecord image : catalog.list("default")) {
            Instant used = image.lastUsedAt().isAfter(image.uploadedAt()) ? image.lastUsedAt() : image.uploadedAt();
            if (image.isCached() && !used.isAfter(limit)) {
                LOG.info("removing image {}: it was not used since {}", image.fingerprint(), used);
                attempt("remove", image, () -> deletion.delete(image));
            }
        }
    }

    private void refreshAll() throws InterruptedException {
        for (ImageRecord image : catalog.list("default")) {
            if (image.autoUpdate() && image.source().isPresent()) {
                attempt("update", image, () -> refresher.refresh(image, Progress.SILENT));
            }
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void attempt(String act, ImageRecord image, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (DaemonException failure) {
            LOG.warn("cannot {} image {}: {}", act, image.fingerprint(), failure.getMessage());
        }
    }

    /** Returns when nothing goes on any more. */
    @Override
    public void close() {
        hourly.shutdownNow();
        try {
            if (!hourly.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the upkeep of images does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
