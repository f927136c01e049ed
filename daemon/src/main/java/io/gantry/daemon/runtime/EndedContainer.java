package io.gantry.daemon.runtime;

import io.gantry.daemon.event.Events;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a container has ended, whoever ended it. */
final class EndedContainer {
    private static final Logger LOG = LoggerFactory.getLogger(EndedContainer.class);

    private final Instances instances;
    private final HostProcesses processes;
    private final ContainerRelease release;
    private final RunningContainers running;
    private final CpuBalancer cpus;
    private final Events events;

    EndedContainer(
            Instances instances,
            HostProcesses processes,
            ContainerRelease release,
            RunningContainers running,
            CpuBalancer cpus,
            Events events) {
        this.instances = instances;
        this.processes = processes;
        this.release = release;
        this.running = running;
        this.cpus = cpus;
        this.events = events;
    }

    /** Releases what the container held, whatever of it fails; then it is stopped, and an ephemeral one is deleted. */
    void settle(RunningContainer container) {
        InstanceKey key = container.key();
        try {
            ContainerRelease.step(
                    key,
                    "end its last processes",
                    () -> processes.endIn(container.volume().path().resolve("rootfs"), container.initPid()));
            release.release(key);
            ContainerRelease.step(
                    key, "give back its volume", () -> container.volume().close());
            if (!container.isHostGoingDown()) {
                ContainerRelease.step(key, "note that it is stopped", () -> instances.change(key, PowerState::stopped));
            }
        } finally {
            running.remove(container);
            container.released().complete(true);
        }
        ContainerRelease.step(key, "spread the others over its CPUs", cpus::rebalance);
        events.lifecycle(container.wasAsked() ? "instance-stopped" : "instance-shutdown", key.url(), Map.of());
        if (container.isHostGoingDown() || !container.wasAsked()) {
            deleteEphemeral(key);
        }
    }

    private void deleteEphemeral(InstanceKey key) {
        try {
            if (instances.find(key).record().ephemeral()) {
                instances.deleteEnded(key);
            }
        } catch (RuntimeException e) {
            LOG.warn("instance {} has ended; where it is ephemeral, it cannot be removed", key, e);
        }
    }
}
