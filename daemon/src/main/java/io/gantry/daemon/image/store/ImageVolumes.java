package io.gantry.daemon.image.store;

import io.gantry.storage.Volume;
import java.nio.file.Path;

/** Unpacked images in storage pools, to clone instances from. Safe for use by many threads. */
public interface ImageVolumes {
    /**
     * The volume of an image in a pool, made at the first call. It holds {@code metadata.yaml}, {@code templates/} and
     * {@code rootfs/} with ids as in the container, and must not be changed.
     *
     * @param fingerprint of an image that is here
     * @throws io.gantry.daemon.failure.DaemonException where the image can't be unpacked; then nothing is left
     */
    Volume ensure(String pool, Fingerprint fingerprint) throws InterruptedException;

    /**
     * Unpacks an image into an empty directory, such as a new volume of a pool that can't clone cheaply.
     *
     * @param directory must exist; after a failure it is empty again
     */
    void unpack(Fingerprint fingerprint, Path directory) throws InterruptedException;

    /** Removes the image's volumes from all pools. */
    void remove(Fingerprint fingerprint);

    /** Removes all image volumes of a pool that is about to be deleted. */
    void removeAllIn(String pool);
}
