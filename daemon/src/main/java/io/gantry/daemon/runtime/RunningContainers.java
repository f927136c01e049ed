package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The containers that run. Thread-safe. */
final class RunningContainers {
    private final Map<InstanceKey, RunningContainer> containers = new ConcurrentHashMap<>();

    Optional<RunningContainer> find(InstanceKey key) {
        return Optional.ofNullable(containers.get(key));
    }

    /** @throws DaemonException CONFLICT where the instance doesn't run */
    RunningContainer require(InstanceKey key) {
        return find(key)
                .orElseThrow(() -> DaemonException.conflict("The instance isn't running: start " + key + " first"));
    }

    /** The first process of an instance's container; empty where it doesn't run. */
    OptionalLong initPid(InstanceKey key) {
        RunningContainer container = containers.get(key);
        return container == null ? OptionalLong.empty() : OptionalLong.of(container.initPid());
    }

    Collection<RunningContainer> all() {
        return List.copyOf(containers.values());
    }

    void add(RunningContainer container) {
        containers.put(container.key(), container);
    }

    void remove(RunningContainer container) {
        containers.remove(container.key(), container);
    }
}
