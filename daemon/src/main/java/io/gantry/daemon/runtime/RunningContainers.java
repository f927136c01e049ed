package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.InstanceKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The containers that run. Thread-safe. */
public final class RunningContainers {
    private final Map<InstanceKey, RunningContainer> containers = new ConcurrentHashMap<>();

    Optional<RunningContainer> find(InstanceKey key) {
        return Optional.ofNullable(containers.get(key));
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
