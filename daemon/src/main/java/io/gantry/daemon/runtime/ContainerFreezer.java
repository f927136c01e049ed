package io.gantry.daemon.runtime;

import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.system.cgroup.ContainerCgroup;
import java.io.IOException;
import java.util.Map;

/** Holds the processes of containers still, and lets them go on. */
final class ContainerFreezer {
    private final ContainerStates states;
    private final Events events;

    ContainerFreezer(ContainerStates states, Events events) {
        this.states = states;
        this.events = events;
    }

    void freeze(InstanceKey key) {
        change(key, "paused", ContainerCgroup::freeze);
    }

    void unfreeze(InstanceKey key) {
        change(key, "resumed", ContainerCgroup::thaw);
    }

    private interface Change {
        void run(ContainerCgroup group) throws IOException, InterruptedException;
    }

    private void change(InstanceKey key, String what, Change change) {
        try {
            change.run(states.group(key));
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "instance " + key + " cannot be " + what + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaemonException(FailureCategory.UNAVAILABLE, "the change of " + key + " was cancelled", e);
        }
        events.lifecycle("instance-" + what, key.url(), Map.of());
    }
}
