package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.RunState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends all containers since the host, or the daemon for good, goes down. */
final class HostShutdown {
    private static final Logger LOG = LoggerFactory.getLogger(HostShutdown.class);

    private final Instances instances;
    private final RunningContainers running;
    private final ContainerStates states;
    private final ContainerFreezer freezer;
    private final ContainerEnd end;

    HostShutdown(
            Instances instances,
            RunningContainers running,
            ContainerStates states,
            ContainerFreezer freezer,
            ContainerEnd end) {
        this.instances = instances;
        this.running = running;
        this.states = states;
        this.freezer = freezer;
        this.end = end;
    }

    /**
     * Shuts all instances down, those of a higher {@code boot.stop.priority} before the others, each within its {@code
     * boot.host_shutdown_timeout}; one that takes longer is killed. They start again with the daemon.
     */
    void shutDownAll() {
        Map<Integer, List<RunningContainer>> byPriority = new TreeMap<>(Comparator.reverseOrder());
        for (RunningContainer container : running.all()) {
            byPriority
                    .computeIfAbsent(option(container.key(), InstanceKeys.BOOT_STOP_PRIORITY), _ -> new ArrayList<>())
                    .add(container);
        }
        byPriority.values().forEach(this::shutDown);
    }

    private void shutDown(List<RunningContainer> containers) {
        List<Thread> threads = containers.stream()
                .map(container -> Thread.ofVirtual().start(() -> shutDown(container)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private <T> T option(InstanceKey key, ConfigKey<T> option) {
        try {
            return instances.find(key).get(option);
        } catch (DaemonException e) {
            // It has gone meanwhile, or a profile of it.
            return new Config(Map.of()).get(option);
        }
    }

    private void shutDown(RunningContainer container) {
        InstanceKey key = container.key();
        container.goDownWithHost();
        try {
            if (states.state(key) instanceof RunState.Frozen) {
                // Processes that are held still hear of no signal.
                freezer.unfreeze(key);
            }
            end.end(key, new ContainerEnd.Manner.Asked(option(key, InstanceKeys.BOOT_HOST_SHUTDOWN_TIMEOUT)));
        } catch (RuntimeException e) {
            LOG.info("instance {} does not shut down ({}) and is killed", key, e.getMessage());
            kill(key);
        }
    }

    private void kill(InstanceKey key) {
        try {
            end.end(key, new ContainerEnd.Manner.Killed());
        } catch (RuntimeException stubborn) {
            LOG.warn("instance {} cannot be ended", key, stubborn);
        }
    }
}
