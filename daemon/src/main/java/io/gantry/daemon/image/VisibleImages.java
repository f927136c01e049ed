package io.gantry.daemon.image;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.image.store.FingerprintPrefix;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.operation.OperationPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The image that a request's path means, and whether the caller may know of it. Safe for use by many threads. */
final class VisibleImages {
    static final String ONE = "/1.0/images/{fingerprint}";

    private final ImageCatalog catalog;
    private final ImageSecrets secrets;

    VisibleImages(ImageCatalog catalog, ImageSecrets secrets) {
        this.catalog = catalog;
        this.secrets = secrets;
    }

    /**
     * The image whose fingerprint the path begins; for callers that are trusted, or are judged by the one who asks.
     *
     * @throws DaemonException NOT_FOUND where there is none, INVALID_REQUEST where there are several
     */
    ImageRecord find(Request request) {
        return catalog.find(request.project(), new FingerprintPrefix(request.pathVariable("fingerprint")));
    }

    /** As {@link #find}; a private image is there for those who are trusted, or have a secret for it. */
    ImageRecord findVisible(Request request) {
        ImageRecord image = find(request);
        if (secret(request)
                .filter(text -> secrets.isGood(image.fingerprint(), text))
                .isEmpty()) {
            requireVisible(request, image);
        }
        return image;
    }

    /** As {@link #findVisible}, and uses the secret up. */
    ImageRecord takeVisible(Request request) {
        ImageRecord image = find(request);
        Optional<String> good = secret(request).filter(text -> secrets.isGood(image.fingerprint(), text));
        if (good.isPresent()) {
            secrets.use(image.fingerprint(), good.get());
        } else {
            requireVisible(request, image);
        }
        return image;
    }

    private static Optional<String> secret(Request request) {
        return request.query("secret").filter(text -> !text.isEmpty());
    }

    private static void requireVisible(Request request, ImageRecord image) {
        if (!image.isPublic() && !request.caller().isTrusted()) {
            // The whole fingerprint of a private image is not told to who knows some of its digits.
            throw DaemonException.notFound("Image not found");
        }
    }

    /** An operation on an image. */
    static OperationPlan plan(String description, ImageRecord image) {
        return new OperationPlan(description, Map.of("images", List.of(image.url())));
    }
}
