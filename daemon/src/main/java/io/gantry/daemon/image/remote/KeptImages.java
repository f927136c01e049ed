package io.gantry.daemon.image.remote;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images that are here, and those that instances bring. */
public final class KeptImages implements ImageService {
    private static final Logger log = LoggerFactory.getLogger(KeptImages.class);

    private final ImageCatalog catalog;
    private final ImageFetcher fetcher;
    private final ImageSettings settings;

    public KeptImages(ImageCatalog catalog, ImageFetcher fetcher, ImageSettings settings) {
        this.catalog = catalog;
        this.fetcher = fetcher;
        this.settings = settings;
    }

    @Override
    public ImageRecord resolve(ImageReference reference) {
        return catalog.resolve(reference);
    }

    @Override
    public Optional<ImageRecord> find(ImageReference reference) {
        return reference.remote().isEmpty()
                ? Optional.of(catalog.resolve(reference))
                : catalog.findFetched(reference, reference.remote().get());
    }

    @Override
    public ImageRecord ensureLocal(ImageReference reference, Progress progress) throws InterruptedException {
        ImageRecord image = reference.remote().isEmpty()
                ? catalog.resolve(reference)
                : fetched(reference, reference.remote().get(), progress);
        catalog.markUsed(image);
        return image;
    }

    private ImageRecord fetched(ImageReference reference, ImageReference.Remote remote, Progress progress)
            throws InterruptedException {
        if (reference.name().isEmpty()) {
            throw DaemonException.invalid("Property match is only supported for local images");
        }
        Optional<ImageRecord> here = catalog.findFetched(reference, remote);
        // An image that is kept up to date stands for its alias, and what a fingerprint names never changes: the server
        // needn't be asked, or even be there.
        Optional<ImageRecord> certain =
                here.filter(image -> image.fingerprint().hex().equals(reference.name())
                        || (image.autoUpdate()
                                && !settings.autoUpdateInterval().isZero()
                                && remote.secret().isEmpty()));
        return certain.isPresent() ? certain.get() : fetched(reference, remote, here, progress);
    }

    private ImageRecord fetched(
            ImageReference reference, ImageReference.Remote remote, Optional<ImageRecord> here, Progress progress)
            throws InterruptedException {
        try {
            return fetcher.fetchReachable(
                    reference.project(),
                    reference.name(),
                    remote,
                    new FetchOptions(false, true, settings.autoUpdateCached()),
                    progress);
        } catch (UnreachableServerException unreachable) {
            if (here.isEmpty()) {
                throw ImageFetcher.failure(unreachable);
            }
            log.warn(
                    "image {} is taken as it is here, since its server cannot be asked for a newer one: {}",
                    here.get().fingerprint(),
                    unreachable.getMessage());
            return here.get();
        }
    }
}
