package io.gantry.daemon.lifecycle;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.image.store.ImageVolumes;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import java.util.HashMap;

/** Fills new instances from images. Safe for use by many threads. */
public final class ImageInstance {
    private final InstanceTools tools;
    private final ImageService images;
    private final ImageVolumes imageVolumes;

    public ImageInstance(InstanceTools tools, ImageService images, ImageVolumes imageVolumes) {
        this.tools = tools;
        this.images = images;
        this.imageVolumes = imageVolumes;
    }

    /**
     * What the image says of its instances: their profiles and architecture, where the request says nothing else. Of
     * another server's image that is not here nothing is known yet.
     *
     * @throws io.gantry.daemon.failure.DaemonException NOT_FOUND where an image of this server is not here
     */
    InstancesPost completed(InstancesPost request, ImageReference reference) {
        return images.find(reference).map(image -> completed(request, image)).orElse(request);
    }

    private static InstancesPost completed(InstancesPost request, ImageRecord image) {
        return request.toBuilder()
                .architecture(request.architecture().isEmpty() ? image.architecture() : request.architecture())
                .profiles(request.profiles() == null ? image.profiles() : request.profiles())
                .build();
    }

    /** Gets the image, notes in the record which one it was, and makes the volume from it. */
    void fill(InstanceRecord instance, ImageReference reference, OperationContext context) throws Exception {
        ImageRecord image = images.ensureLocal(reference, context::publish);
        tools.instances().change(instance.key(), record -> {
            var config = new HashMap<>(record.config());
            image.properties().forEach((name, value) -> config.putIfAbsent("image." + name, value));
            config.put("volatile.base_image", image.fingerprint().hex());
            return record.withConfig(PendingTemplates.added(config, TemplateTrigger.CREATE));
        });
        Volume volume = InstanceVolumes.of(instance);
        makeVolume(volume, image.fingerprint());
    }

    /** Makes a volume with the content of an image that is here; its ids are as in the container. */
    public void makeVolume(Volume volume, Fingerprint fingerprint) throws InterruptedException {
        StorageDriver driver = tools.volumes().driver(volume.pool());
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
