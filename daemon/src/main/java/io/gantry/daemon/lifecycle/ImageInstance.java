package io.gantry.daemon.lifecycle;

import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageVolumes;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;

/** Fills new instances from images. Safe for use by many threads. */
public final class ImageInstance {
    private final InstanceVolumes volumes;
    private final ImageVolumes imageVolumes;

    public ImageInstance(InstanceVolumes volumes, ImageVolumes imageVolumes) {
        this.volumes = volumes;
        this.imageVolumes = imageVolumes;
    }

    /** Makes a volume with the content of an image that is here; its ids are as in the container. */
    public void makeVolume(Volume volume, Fingerprint fingerprint) throws InterruptedException {
        StorageDriver driver = volumes.driver(volume.pool());
        if (driver instanceof OptimizedTransfer) {
            driver.clone(imageVolumes.ensure(volume.pool(), fingerprint), volume);
            return;
        }
        driver.create(volume);
        try (MountedVolume mounted = driver.mount(volume)) {
            imageVolumes.unpack(fingerprint, mounted.path());
        }
    }
}
