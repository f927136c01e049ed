package io.gantry.daemon.image;

import io.gantry.daemon.failure.DaemonException;
import java.util.Optional;

/** Images that are here, and those that instances bring. */
final class KeptImages implements ImageService {
    private final ImageCatalog catalog;
    private final ImageFetcher fetcher;
    private final ImageSettings settings;

    KeptImages(ImageCatalog catalog, ImageFetcher fetcher, ImageSettings settings) {
        this.catalog = catalog;
        this.fetcher = fetcher;
        this.settings = settings;
    }

    @Override
    public ImageRecord resolve(ImageReference reference) {
        return catalog.resolve(reference);
    }

    @Override
    public ImageRecord ensureLocal(ImageReference reference, ImageProgress progress) throws InterruptedException {
        ImageRecord image = reference.remote().isEmpty()
                ? catalog.resolve(reference)
                : fetched(reference, reference.remote().get(), progress);
        catalog.markUsed(image);
        return image;
    }

    private ImageRecord fetched(ImageReference reference, ImageReference.Remote remote, ImageProgress progress)
            throws InterruptedException {
        if (reference.name().isEmpty()) {
            throw DaemonException.invalid("Property match is only supported for local images");
        }
        Optional<ImageRecord> followed =
                settings.autoUpdateInterval().isZero() || !remote.secret().isEmpty()
                        ? Optional.empty()
                        : catalog.findBySource(reference.project(), ImageFetcher.source(reference.name(), remote));
        // An image that is kept up to date stands for its alias: the server needn't be asked, or even be there.
        return followed.isPresent()
                ? followed.get()
                : fetcher.fetch(
                        reference.project(),
                        reference.name(),
                        remote,
                        new FetchTerms(false, true, settings.autoUpdateCached()),
                        progress);
    }
}
