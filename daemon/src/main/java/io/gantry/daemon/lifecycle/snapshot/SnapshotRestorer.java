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
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.lifecycle.CloudInitId;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.storage.Volume;
import io.gantry.system.rollback.Rollback;
import java.util.Map;
import java.util.Optional;

/** Brings instances back to what they were at a snapshot: files and configuration. Safe for use by many threads. */
public final class SnapshotRestorer {
    private static final String INTENT = "restore-snapshot";

    private final InstanceTools tools;
    private final InstanceRuntime runtime;

    public SnapshotRestorer(InstanceTools tools, InstanceRuntime runtime) {
        this.tools = tools;
        this.runtime = runtime;
        tools.intents().onStart(INTENT, this::settle);
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
        InstanceRecord before = tools.instances().find(key).record();
        ExpandedInstance next = tools.instances().expand(restored(before, snapshot));
        InstanceRecord after = CloudInitId.isOutdatedBy(instance, next)
                ? CloudInitId.renewed(next.record(), tools.newIds())
                : next.record();
        restore(chosen, before, after);
        tools.events().lifecycle("instance-restored", key.url(), Map.of("snapshot", chosen.name()));
        if (wasRunning) {
            runtime.start(key);
        }
    }

    /** The intent decides: a start of the daemon that finds it does the rest, since files cannot be given back. */
    private void restore(SnapshotKey chosen, InstanceRecord before, InstanceRecord after) {
        Volume snapshot = InstanceVolumes.of(before).snapshot(chosen.name());
        Intent intent = tools.intents()
                .begin(
                        INTENT,
                        Map.of(
                                "pool", snapshot.pool(),
                                "project", snapshot.project(),
                                "name", snapshot.name(),
                                "snapshot", chosen.name(),
                                "used", before.lastUsedAt().toString()));
        try (var rollback = new Rollback()) {
            rollback.add("end the intent", intent::end);
            tools.database().change(connection -> tools.store().update(connection, after));
            rollback.add(
                    "give " + chosen.instance() + " its configuration back",
                    () -> tools.database().change(connection -> tools.store().update(connection, before)));
            tools.volumes().driver(snapshot.pool()).restore(snapshot);
            rollback.keep();
        }
        intent.end();
    }

    /** What has been started since holds newer files, which nobody may replace. */
    private void settle(Map<String, String> facts) {
        var key = new InstanceKey(facts.getOrDefault("project", ""), facts.getOrDefault("name", ""));
        String name = facts.getOrDefault("snapshot", "");
        Optional<InstanceRecord> instance =
                tools.database().inTransaction(connection -> tools.store().find(connection, key));
        boolean isSame =
                instance.isPresent() && instance.get().lastUsedAt().toString().equals(facts.getOrDefault("used", ""));
        if (isSame) {
            tools.instances().snapshots(key).stream()
                    .filter(snapshot -> snapshot.name().equals(name))
                    .forEach(this::finish);
        }
    }

    private void finish(SnapshotRecord snapshot) {
        InstanceRecord changed = tools.instances()
                .change(
                        snapshot.instance(),
                        current -> CloudInitId.renewed(restored(current, snapshot), tools.newIds()))
                .record();
        Volume volume = InstanceVolumes.of(changed).snapshot(snapshot.name());
        tools.volumes().driver(volume.pool()).restore(volume);
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
