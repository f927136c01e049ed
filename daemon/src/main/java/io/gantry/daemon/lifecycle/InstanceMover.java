package io.gantry.daemon.lifecycle;

import io.gantry.api.Operation;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.storage.tree.PoolCopy;
import io.gantry.system.rollback.Rollback;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves stopped instances with their snapshots to another storage pool of this host. Safe for use by many threads. */
public final class InstanceMover {
    private static final String INTENT = "move-instance";

    private final InstanceTools tools;
    private final InstanceRuntime runtime;
    private final PoolCopy betweenPools;

    public InstanceMover(InstanceTools tools, InstanceRuntime runtime, PoolCopy betweenPools) {
        this.tools = tools;
        this.runtime = runtime;
        this.betweenPools = betweenPools;
        tools.intents().onStart(INTENT, this::settle);
    }

    /**
     * Starts moving in the background.
     *
     * @throws DaemonException NOT_FOUND, or INVALID_REQUEST where the instance runs or is in that pool already
     */
    public Operation move(InstanceKey key, String pool) {
        tools.volumes().driver(pool);
        requireMovable(key, pool);
        return tools.operations()
                .start(OperationPlan.onInstance("Moving instance", key.name()).cancellable(), _ -> moveNow(key, pool));
    }

    private InstanceRecord requireMovable(InstanceKey key, String pool) {
        InstanceRecord record = tools.instances().find(key).record();
        if (record.pool().equals(pool)) {
            throw DaemonException.invalid("Instance " + key + " is in storage pool " + pool + " already");
        }
        if (!(runtime.state(key) instanceof RunState.Stopped)) {
            throw DaemonException.invalid("Instance is running: stop " + key + " to move it to another storage pool");
        }
        return record;
    }

    private void moveNow(InstanceKey key, String pool) {
        try (var _ = tools.locks().acquireRemoval(key, "move");
                var rollback = new Rollback()) {
            InstanceRecord record = requireMovable(key, pool);
            Map<String, Map<String, String>> devices =
                    devicesIn(tools.instances().find(key), pool);
            Intent intent = tools.intents()
                    .begin(
                            INTENT,
                            Map.of(
                                    "from", record.pool(),
                                    "to", pool,
                                    "project", key.project(),
                                    "name", key.name()));
            rollback.add("end the intent", intent::end);
            betweenPools.copy(place(record.pool(), key), place(pool, key), snapshotNames(key));
            rollback.add("remove the copy in " + pool, () -> remove(pool, key));
            RootDiskSize.limit(tools, InstanceVolumes.of(pool, key), devices);
            tools.instances().change(key, current -> inPool(current, pool, devices));
            rollback.keep();
            tools.volumes().link(pool, key);
            remove(record.pool(), key);
            intent.end();
        }
        tools.events().lifecycle("instance-updated", key.url(), Map.of());
    }

    private PoolCopy.Place place(String pool, InstanceKey key) {
        return new PoolCopy.Place(tools.volumes().driver(pool), InstanceVolumes.of(pool, key));
    }

    private List<String> snapshotNames(InstanceKey key) {
        return tools.instances().snapshots(key).stream()
                .map(SnapshotRecord::name)
                .toList();
    }

    private void remove(String pool, InstanceKey key) {
        tools.volumes().driver(pool).delete(InstanceVolumes.of(pool, key));
    }

    /** The root disk that a profile brings becomes the instance's own, so that it can name the new pool. */
    private static Map<String, Map<String, String>> devicesIn(ExpandedInstance instance, String pool) {
        var devices = new HashMap<>(instance.record().devices());
        instance.devices().forEach((name, device) -> {
            if (DeviceRules.isRoot(device)) {
                var root = new HashMap<>(device);
                root.put("pool", pool);
                devices.put(name, root);
            }
        });
        return devices;
    }

    private static InstanceRecord inPool(InstanceRecord record, String pool, Map<String, Map<String, String>> devices) {
        return record.inPool(pool).withSettings(record.settings().withDevices(devices));
    }

    /** Brings to an end what a killed daemon left: the volume counts that is in the pool which the database names. */
    private void settle(Map<String, String> facts) {
        var key = new InstanceKey(facts.getOrDefault("project", ""), facts.getOrDefault("name", ""));
        String from = facts.getOrDefault("from", "");
        String to = facts.getOrDefault("to", "");
        Optional<InstanceRecord> instance =
                tools.database().inTransaction(connection -> tools.store().find(connection, key));
        if (instance.isEmpty()) {
            return;
        }
        String right = instance.get().pool();
        tools.volumes().link(right, key);
        remove(right.equals(to) ? from : to, key);
    }
}
