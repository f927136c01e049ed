package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.nio.file.Files;

/** Nothing but a root directory, so that files can be put into it. */
final class EmptyContent implements VolumeContent {
    private final InstanceVolumes volumes;

    EmptyContent(InstanceVolumes volumes) {
        this.volumes = volumes;
    }

    @Override
    public void check() {
        // There is nothing that could be missing.
    }

    @Override
    public InstanceDraft draft(InstancesPost request) {
        return new InstanceDraft(request);
    }

    @Override
    public void fill(FillTarget target, Transfer transfer) throws IOException {
        StorageDriver driver = volumes.driver(target.instance().pool());
        Volume volume = InstanceVolumes.of(target.instance());
        driver.create(volume);
        try (MountedVolume mounted = driver.mount(volume)) {
            Files.createDirectory(mounted.path().resolve("rootfs"));
        }
    }
}
