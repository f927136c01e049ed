package io.gantry.daemon.migration;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.Volume;
import java.util.Map;
import java.util.Optional;

/** Makes the volumes that received instances begin with. */
final class BaseVolumes implements MigrationService.ImageBase {
    private final StoragePools pools;
    private final ImageService images;
    private final ImageInstance filling;

    BaseVolumes(StoragePools pools, ImageService images, ImageInstance filling) {
        this.pools = pools;
        this.images = images;
        this.filling = filling;
    }

    @Override
    public void create(Volume volume, String fingerprint) throws InterruptedException {
        if (!Fingerprint.isOne(fingerprint) || !isHere(volume.project(), fingerprint)) {
            pools.started(volume.pool()).volumes().create(volume);
        } else {
            filling.makeVolume(volume, new Fingerprint(fingerprint));
        }
    }

    private boolean isHere(String project, String fingerprint) {
        try {
            images.resolve(new ImageReference(project, fingerprint, Map.of(), Optional.empty()));
            return true;
        } catch (DaemonException e) {
            return false;
        }
    }
}
