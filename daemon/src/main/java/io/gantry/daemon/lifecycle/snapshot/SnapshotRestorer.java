package io.gantry.daemon.lifecycle.snapshot;

import io.gantry.api.Operation;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.lifecycle.CloudInitId;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.storage.Volume;
import java.util.Map;

/** Brings instances back to what they were at a snapshot: files and configuration. Safe for use by many threads. */
public final class SnapshotRestorer {
    private final InstanceTools tools;
    private final InstanceRuntime runtime;

    public SnapshotRestorer(InstanceTools tools, InstanceRuntime runtime) {
        this.tools = tools;
        this.runtime = runtime;
    }

    /** Starts restoring in the background. A running instance is stopped and started again. */
    public Operation restore(SnapshotKey key) {
        InstanceKey instance = key.instance();
        tools.instances().snapshot(key);
        return tools.operations().start(OperationPlan.onInstance("Restoring snapshot", instance.name()), _ -> {
            try (var _ = tools.locks().acquireRemoval(instance, "restore")) {
                restoreNow(key);
            }
        });
    }

    private void restoreNow(SnapshotKey chosen) {
        SnapshotRecord snapshot = tools.instances().snapshot(chosen);
        InstanceKey key = chosen.instance();
        ExpandedInstance instance = tools.instances().find(key);
        boolean wasRunning = !(runtime.state(key) instanceof RunState.Stopped);
        if (wasRunning) {
            runtime.kill(key);
        }
        Volume volume = InstanceVolumes.of(instance.record()).snapshot(chosen.name());
        tools.volumes().driver(volume.pool()).restore(volume);
        ExpandedInstance next = tools.instances().expand(restored(instance.record(), snapshot));
        boolean isOutdated = CloudInitId.isOutdatedBy(instance, next);
        tools.instances().change(key, current -> {
            InstanceRecord restored = restored(current, snapshot);
            return isOutdated ? CloudInitId.renewed(restored) : restored;
        });
        tools.events().lifecycle("instance-restored", key.url(), Map.of("snapshot", chosen.name()));
        if (wasRunning) {
            runtime.start(key);
        }
    }

    private static InstanceRecord restored(InstanceRecord current, SnapshotRecord snapshot) {
        Map<String, String> config = VolatileKeys.withFactsOf(current.config(), snapshot.config());
        // With the files comes how their owners are shifted.
        String onDisk = snapshot.config().get(VolatileKeys.LAST_STATE_IDMAP.name());
        if (onDisk != null) {
            config.put(VolatileKeys.LAST_STATE_IDMAP.name(), onDisk);
        }
        return current.withSettings(
                snapshot.settings().withDescription(current.description()).withConfig(config));
    }
}
