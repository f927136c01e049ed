package io.gantry.daemon.image;

import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.Architectures;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.remote.FetchOptions;
import io.gantry.daemon.image.remote.ImageFetcher;
import io.gantry.daemon.image.remote.ImageHttp;
import io.gantry.daemon.image.remote.ImageHttp.Fetched;
import io.gantry.daemon.image.remote.ImageServers;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import io.gantry.daemon.publish.ImagePublisher;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes new images of what a client names: another server's image, a URL, an instance. Safe for many threads. */
final class ImageCreation {
    private final ImageCatalog catalog;
    private final ImageFetcher fetcher;
    private final ImagePublisher publisher;
    private final ImageServers servers;

    ImageCreation(ImageCatalog catalog, ImageFetcher fetcher, ImagePublisher publisher, ImageServers servers) {
        this.catalog = catalog;
        this.fetcher = fetcher;
        this.publisher = publisher;
        this.servers = servers;
    }

    /** What is left to be done in the background. */
    @FunctionalInterface
    interface Work {
        ImageRecord run(Progress progress) throws InterruptedException;
    }

    /**
     * What the request asks for.
     *
     * @throws DaemonException INVALID_REQUEST where it is nothing that there is
     */
    Work of(String project, ImagesPost post, ImagesPostSource source) {
        return switch (source.type()) {
            case "image" -> progress -> copy(project, post, source, progress);
            case "url" -> progress -> fetchUrl(project, post, source, progress);
            case "instance", "container", "snapshot" -> progress -> publisher.publish(project, post, progress);
            case "virtual-machine" -> throw DaemonException.notSupported("there are no virtual machines here");
            default -> throw DaemonException.invalid("Invalid images JSON");
        };
    }

    private ImageRecord copy(String project, ImagesPost post, ImagesPostSource source, Progress progress)
            throws InterruptedException {
        String name = source.fingerprint().isEmpty() ? source.alias() : source.fingerprint();
        if (name.isEmpty()) {
            throw DaemonException.invalid("must specify one of alias or fingerprint for init from image");
        }
        var remote = new ImageReference.Remote(
                source.server(),
                source.protocol().isEmpty() ? "lxd" : source.protocol(),
                source.certificate(),
                source.secret(),
                source.imageType(),
                source.project());
        return fetch(project, name, remote, post, progress);
    }

    private ImageRecord fetchUrl(String project, ImagesPost post, ImagesPostSource source, Progress progress)
            throws InterruptedException {
        if (source.url().isEmpty()) {
            throw DaemonException.invalid("Missing URL");
        }
        Map<String, String> headers =
                Map.of("LXD-Server-Architectures", Architectures.ofThisHost(), "LXD-Server-Version", "5.0.2");
        String hash;
        String url;
        try (ImageHttp http = servers.open("");
                Fetched fetched = http.head(ImageServers.uri(source.url()), headers)) {
            hash = fetched.header("LXD-Image-Hash")
                    .orElseThrow(() -> DaemonException.invalid("Missing LXD-Image-Hash header"));
            url = fetched.header("LXD-Image-URL")
                    .orElseThrow(() -> DaemonException.invalid("Missing LXD-Image-URL header"));
        } catch (IOException failure) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot fetch %s: %s".formatted(source.url(), FileFailures.reason(failure)),
                    failure);
        }
        return fetch(project, hash, new ImageReference.Remote(url, "direct", "", "", "", ""), post, progress);
    }

    private ImageRecord fetch(
            String project, String name, ImageReference.Remote remote, ImagesPost post, Progress progress)
            throws InterruptedException {
        ImageRecord fetched = fetcher.fetch(
                project, name, remote, new FetchOptions(post.isPublic(), false, post.autoUpdate()), progress);
        ImageRecord image = catalog.change(fetched, now -> {
            Map<String, String> properties = new LinkedHashMap<>(now.properties());
            properties.putAll(post.properties());
            // An image that was only cached until now is wanted for itself from now on.
            return now.withFilename(post.filename().isEmpty() ? now.content().filename() : post.filename())
                    .with(options -> options.withProperties(properties)
                            .withCached(false)
                            .withPublic(post.isPublic() || options.isPublic())
                            .withAutoUpdate(post.autoUpdate() || options.autoUpdate())
                            .withProfiles(post.profiles() == null ? options.profiles() : post.profiles()));
        });
        catalog.addAliases(image, post.aliases());
        return image;
    }
}
