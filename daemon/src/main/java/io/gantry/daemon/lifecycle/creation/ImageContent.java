package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import java.util.HashMap;
import java.util.Optional;

/** What an image holds, which is fetched where it is not here yet. */
final class ImageContent implements VolumeContent {
    private final Instances instances;
    private final ImageService images;
    private final ImageInstance volumes;
    private final ImageReference reference;
    private Optional<ImageRecord> found = Optional.empty();

    ImageContent(Instances instances, ImageService images, ImageInstance volumes, ImageReference reference) {
        this.instances = instances;
        this.images = images;
        this.volumes = volumes;
        this.reference = reference;
    }

    /** @throws DaemonException NOT_FOUND where an image of this server is not here */
    @Override
    public void check() {
        found = images.find(reference);
    }

    /**
     * The image says the profiles and the architecture of its instances, where the request says nothing else. Of another
     * server's image that is not here nothing is known yet.
     */
    @Override
    public InstanceDraft draft(InstancesPost request) {
        return new InstanceDraft(found.map(image -> completed(request, image)).orElse(request));
    }

    private static InstancesPost completed(InstancesPost request, ImageRecord image) {
        return request.toBuilder()
                .architecture(request.architecture().isEmpty() ? image.architecture() : request.architecture())
                .profiles(request.profiles() == null ? image.profiles() : request.profiles())
                .build();
    }

    /** Gets the image, notes in the record which one it was, and makes the volume from it. */
    @Override
    public void fill(FillTarget target, Transfer transfer) throws Exception {
        ImageRecord image = images.ensureLocal(reference, transfer.operation()::publish);
        instances.change(target.instance().key(), record -> {
            var config = new HashMap<>(record.config());
            image.properties()
                    .forEach((name, value) -> config.putIfAbsent(
                            InstanceKeys.IMAGE_PROPERTIES.of(name).name(), value));
            VolatileKeys.BASE_IMAGE.put(config, image.fingerprint().hex());
            return record.withConfig(PendingTemplates.added(config, TemplateTrigger.CREATE));
        });
        volumes.makeVolume(InstanceVolumes.of(target.instance()), image.fingerprint());
    }
}
