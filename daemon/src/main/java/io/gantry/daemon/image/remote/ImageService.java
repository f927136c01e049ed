package io.gantry.daemon.image.remote;

import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import java.util.Optional;

/** Turns references into images that are here. Safe for use by many threads. */
public interface ImageService {
    /**
     * Finds an image here by alias, fingerprint, the first digits of one, or properties.
     *
     * @throws io.gantry.daemon.failure.DaemonException NOT_FOUND where there is none, INVALID_REQUEST where the digits
     *     fit several
     */
    ImageRecord resolve(ImageReference reference);

    /**
     * The image here that a new instance would be made from; empty for another server's that is not here.
     *
     * @throws io.gantry.daemon.failure.DaemonException as {@link #resolve}, for an image of this server
     */
    Optional<ImageRecord> find(ImageReference reference);

    /**
     * Finds an image here, or fetches it for a new instance: then it is kept as a private cached image. Requests for
     * the same image at once fetch it once. Where the other server can't be reached, an image that came
     * from it by the same name will do. Marks the image as used.
     *
     * @param progress is told of the download; {@code OperationContext::publish} fits
     * @throws io.gantry.daemon.failure.DaemonException where there is none, or it can't be fetched
     */
    ImageRecord ensureLocal(ImageReference reference, Progress progress) throws InterruptedException;
}
