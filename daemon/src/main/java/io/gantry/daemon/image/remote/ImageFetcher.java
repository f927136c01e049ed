package io.gantry.daemon.image.remote;

import io.gantry.api.ImageMetadata;
import io.gantry.api.ImageSource;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageLocks;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.operation.Progress;
import io.gantry.daemon.operation.TransferMeter;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches images from other servers. Two that want the same image at once make one download. Safe for use by many
 * threads; an interrupt ends a download.
 */
public final class ImageFetcher {
    private final ImageServers servers;
    private final ImageFiles files;
    private final ImageCatalog catalog;
    private final ImageRegistrar registrar;
    private final ImageLocks downloads = new ImageLocks();
    private final InstantSource clock;

    public ImageFetcher(
            ImageServers servers,
            ImageFiles files,
            ImageCatalog catalog,
            ImageRegistrar registrar,
            InstantSource clock) {
        this.servers = servers;
        this.files = files;
        this.catalog = catalog;
        this.registrar = registrar;
        this.clock = clock;
    }

    /**
     * The image that a server means by a name: the one that is here already, or a new one.
     *
     * @throws DaemonException where the server has none, or it can't be fetched whole
     */
    public ImageRecord fetch(
            String project, String name, ImageReference.Remote remote, FetchOptions wanted, Progress progress)
            throws InterruptedException {
        try {
            return fetchReachable(project, name, remote, wanted, progress);
        } catch (UnreachableServerException unreachable) {
            throw failure(unreachable);
        }
    }

    static DaemonException failure(UnreachableServerException unreachable) {
        return new DaemonException(FailureCategory.INTERNAL, String.valueOf(unreachable.getMessage()), unreachable);
    }

    /**
     * As {@link #fetch}.
     *
     * @throws UnreachableServerException where the server does not say which image it means
     */
    ImageRecord fetchReachable(
            String project, String name, ImageReference.Remote remote, FetchOptions wanted, Progress progress)
            throws InterruptedException, UnreachableServerException {
        try (ImageServer server = servers.connect(remote)) {
            RemoteImage found = find(server, name, remote);
            try (var _ = downloads.acquire(found.fingerprint().hex())) {
                Optional<ImageRecord> here = catalog.findExact(project, found.fingerprint());
                return here.isPresent()
                        ? here.get()
                        : download(server, found, project, source(name, found, remote), wanted, progress);
            }
        }
    }

    private static RemoteImage find(ImageServer server, String name, ImageReference.Remote remote)
            throws InterruptedException, UnreachableServerException {
        try {
            return server.find(name);
        } catch (IOException failure) {
            throw new UnreachableServerException(
                    "Failed getting remote image info: %s: %s".formatted(remote.server(), FileFailures.reason(failure)),
                    failure);
        }
    }

    /** An image that was asked for by its digits, or with a secret, has nothing to be updated from. */
    private static Optional<ImageSource> source(String name, RemoteImage found, ImageReference.Remote remote) {
        return found.fingerprint().startsWith(name) || !remote.secret().isEmpty()
                ? Optional.empty()
                : Optional.of(remote.source(name));
    }

    private ImageRecord download(
            ImageServer server,
            RemoteImage found,
            String project,
            Optional<ImageSource> source,
            FetchOptions wanted,
            Progress progress)
            throws InterruptedException {
        try (IncomingImage incoming = files.receive()) {
            var meter = new TransferMeter(progress, "download_progress", "", System::nanoTime);
            server.download(found, incoming, meter);
            meter.finish();
            if (!incoming.fingerprint().equals(found.fingerprint())) {
                throw new IOException("the image that came has fingerprint %s, expected %s"
                        .formatted(incoming.fingerprint(), found.fingerprint()));
            }
            ImageMetadata described = incoming.look();
            Map<String, String> properties = new LinkedHashMap<>(described.properties());
            if (!found.properties().isEmpty()) {
                properties.clear();
                properties.putAll(found.properties());
            }
            Instant now = clock.instant();
            var options = new ImageOptions(
                    wanted.isPublic(),
                    wanted.isCached(),
                    wanted.autoUpdate() && source.isPresent(),
                    found.expiresAt().orElse(Instant.ofEpochSecond(described.expiryDate())),
                    properties,
                    ImageOptions.DEFAULT_PROFILES);
            var record = new ImageRecord(
                    project,
                    found.fingerprint(),
                    ImageRecord.Content.ofContainer(
                            found.filename(),
                            incoming.size(),
                            described.architecture(),
                            Instant.ofEpochSecond(described.creationDate())),
                    options,
                    now,
                    wanted.isCached() ? now : Instant.EPOCH,
                    source);
            return registrar.register(incoming, record, List.of());
        } catch (IOException failure) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "Failed to fetch image %s: %s".formatted(found.fingerprint(), FileFailures.reason(failure)),
                    failure);
        }
    }
}
