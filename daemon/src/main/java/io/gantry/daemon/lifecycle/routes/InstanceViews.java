package io.gantry.daemon.lifecycle.routes;

import io.gantry.api.Instance;
import io.gantry.api.InstanceFull;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.StatusCode;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceStateReader;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.SnapshotRecord;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Instances and snapshots as the API shows them. Safe for use by many threads. */
public final class InstanceViews {
    /** What Go writes for a time that was never set. */
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private static final long SIZE_UNKNOWN = -1;

    private final Instances instances;
    private final InstanceStateReader states;

    public InstanceViews(Instances instances, InstanceStateReader states) {
        this.instances = instances;
        this.states = states;
    }

    public Instance view(ExpandedInstance instance) {
        InstanceRecord record = instance.record();
        StatusCode status = states.status(record.key());
        return new Instance(
                record.architecture(),
                record.config(),
                record.devices(),
                record.ephemeral(),
                record.profiles(),
                record.stateful(),
                record.description(),
                record.createdAt(),
                instance.config(),
                instance.devices(),
                record.key().name(),
                status.text(),
                status.code(),
                record.lastUsedAt(),
                "none",
                "container",
                record.key().project());
    }

    InstanceFull full(ExpandedInstance instance) {
        Instance view = view(instance);
        List<SnapshotRecord> snapshots = instances.snapshots(instance.key());
        return new InstanceFull(
                view.architecture(),
                view.config(),
                view.devices(),
                view.ephemeral(),
                view.profiles(),
                view.stateful(),
                view.description(),
                view.createdAt(),
                view.expandedConfig(),
                view.expandedDevices(),
                view.name(),
                view.status(),
                view.statusCode(),
                view.lastUsedAt(),
                view.location(),
                view.type(),
                view.project(),
                null,
                states.read(instance),
                snapshots.isEmpty()
                        ? null
                        : snapshots.stream().map(this::snapshot).toList());
    }

    public InstanceSnapshot snapshot(SnapshotRecord snapshot) {
        ExpandedInstance expanded = expanded(snapshot);
        return new InstanceSnapshot(
                snapshot.expiresAt().equals(Instant.EPOCH) ? NEVER : snapshot.expiresAt(),
                snapshot.settings().architecture(),
                snapshot.config(),
                snapshot.createdAt(),
                snapshot.devices(),
                snapshot.settings().ephemeral(),
                expanded.config(),
                expanded.devices(),
                Instant.EPOCH,
                snapshot.name(),
                snapshot.profiles(),
                snapshot.settings().stateful(),
                SIZE_UNKNOWN);
    }

    /** A profile of the snapshot may be gone by now; then its own configuration is all that is known. */
    private ExpandedInstance expanded(SnapshotRecord snapshot) {
        InstanceRecord record =
                new InstanceRecord(snapshot.instance(), "", snapshot.settings(), snapshot.createdAt(), Instant.EPOCH);
        try {
            return instances.expand(record);
        } catch (DaemonException e) {
            return new ExpandedInstance(record, snapshot.config(), snapshot.devices());
        }
    }

    /** What a client may change of an instance: its ETag is over this. */
    static Object changeable(InstanceRecord record) {
        return List.of(
                record.architecture(),
                new TreeMap<>(record.config()),
                new TreeMap<>(record.devices()),
                record.ephemeral(),
                record.profiles(),
                record.description());
    }
}
