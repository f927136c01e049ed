package io.gantry.daemon.runtime;

import io.gantry.daemon.device.InstanceDevices;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.runtime.idmap.ContainerIdmaps;
import io.gantry.storage.MountedVolume;
import io.gantry.system.lxc.LxcTools;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the containers that an earlier daemon started. */
final class ContainerAdoption {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerAdoption.class);

    private final RuntimeServices services;
    private final ContainerHost host;
    private final LxcTools lxc;
    private final StartPreparation preparation;
    private final InstanceDevices devices;
    private final ContainerWatch watch;
    private final ContainerRelease release;

    ContainerAdoption(
            RuntimeServices services,
            ContainerHost host,
            StartPreparation preparation,
            InstanceDevices devices,
            ContainerWatch watch,
            ContainerRelease release) {
        this.services = services;
        this.host = host;
        this.lxc = host.lxc();
        this.preparation = preparation;
        this.devices = devices;
        this.watch = watch;
        this.release = release;
    }

    /** Goes on with those that run, and releases what is left of those that don't. What fails is logged. */
    void adopt() {
        for (ExpandedInstance instance : services.instances().list()) {
            // The folder is made before a container starts: without a word in the record, the daemon was killed in the
            // middle of that.
            if (instance.wasRunning()
                    || Files.exists(
                            host.devices().paths().sharedMounts(instance.key().name()))) {
                try {
                    adopt(instance);
                } catch (IOException | RuntimeException e) {
                    LOG.warn("instance {} runs and cannot be taken over", instance.key(), e);
                }
            }
        }
    }

    private void adopt(ExpandedInstance instance) throws IOException {
        String name = instance.key().name();
        OptionalLong pid = lxc.initPid(name);
        if (pid.isPresent() && instance.wasRunning()) {
            long monitor = host.processes().parentOf(pid.getAsLong());
            watch.begin(new RunningContainer(
                    instance.key(), pid.getAsLong(), monitor, preparation.mount(instance.record())));
            services.devlxd().follow(instance, ContainerIdmaps.rootOf(PowerState.idmap(instance)));
            devices.follow(instance);
            return;
        }
        if (pid.isPresent()) {
            lxc.kill(name);
        }
        ContainerRelease.step(instance.key(), "end its last processes", () -> endOrphans(instance));
        release.release(instance.key());
    }

    /** Ends what runs on without a monitor. */
    private void endOrphans(ExpandedInstance instance) throws IOException {
        try (MountedVolume volume = preparation.mount(instance.record())) {
            host.processes().endAllIn(volume.path().resolve("rootfs"));
        }
    }
}
