package io.gantry.daemon.runtime;

import io.gantry.daemon.device.InstanceDevices;
import io.gantry.daemon.device.host.SharedMounts;
import io.gantry.daemon.instance.Devlxd;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.system.cgroup.CgroupLeftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what a container held of the host, once no process of it runs. Each step is done whatever became of the
 * others, since what stays behind stands in the way of the next start. Safe for use by many threads.
 */
final class ContainerRelease {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRelease.class);

    private final RuntimePaths paths;
    private final SharedMounts sharedMounts;
    private final InstanceDevices devices;
    private final Devlxd devlxd;

    ContainerRelease(RuntimePaths paths, SharedMounts sharedMounts, InstanceDevices devices, Devlxd devlxd) {
        this.paths = paths;
        this.sharedMounts = sharedMounts;
        this.devices = devices;
        this.devlxd = devlxd;
    }

    /** A step of a release; it may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Gives all back; what cannot be is logged. */
    void release(InstanceKey key) {
        step(key, "remove its control groups", () -> removeGroups(key.name()));
        step(key, "give back its devices", () -> devices.release(key));
        step(key, "remove what was plugged in", () -> sharedMounts.remove(key.name()));
        step(key, "close its devlxd socket", () -> devlxd.remove(key));
    }

    /** Does one step; a failure is logged. */
    static void step(InstanceKey key, String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("instance {} has ended; cannot {}: {}", key, what, failure.toString());
        }
    }

    /** liblxc's monitor has removed them, if it lived to do so. */
    private void removeGroups(String name) throws IOException {
        Path file = paths.groups(name);
        CgroupLeftovers.read(file).remove();
        Files.deleteIfExists(file);
    }
}
