package io.gantry.daemon.lifecycle.snapshot;

import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.api.Operation;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SnapshotName;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.system.rollback.Rollback;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, renames and removes snapshots. Safe for use by many threads. */
public final class Snapshots {
    private static final String CREATE = "create-snapshot";
    private static final String DELETE = "delete-snapshot";
    private static final String RENAME = "rename-snapshot";

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final InstanceTools tools;

    public Snapshots(InstanceTools tools) {
        this.tools = tools;
        tools.intents().onStart(CREATE, this::undoCreation);
        tools.intents().onStart(DELETE, this::settleDeletion);
        tools.intents().onStart(RENAME, this::undoRename);
    }

    public List<SnapshotRecord> list(InstanceKey instance) {
        return tools.instances().snapshots(instance);
    }

    /** Starts making a snapshot in the background; the instance may run. */
    public Operation create(InstanceKey instance, InstanceSnapshotsPost request) {
        if (request.stateful()) {
            throw DaemonException.notSupported(
                    "the state of running processes cannot be kept in a snapshot: leave out --stateful");
        }
        Config config = new Config(tools.instances().find(instance).config());
        Instant now = tools.clock().instant();
        var name = new SnapshotName(request.name().isEmpty() ? nextName(instance, config, now) : request.name());
        Instant expiresAt = request.expiresAt() == null
                ? config.find(InstanceKeys.SNAPSHOTS_EXPIRY)
                        .map(expiry -> expiry.after(now))
                        .orElse(Instant.EPOCH)
                : request.expiresAt().isBefore(Instant.EPOCH) ? Instant.EPOCH : request.expiresAt();
        return start(
                "Snapshotting instance",
                instance,
                () -> tools.locks().acquire(instance, "snapshot"),
                locked -> create(locked, instance.snapshot(name.value()), expiresAt));
    }

    private String nextName(InstanceKey instance, Config config, Instant now) {
        return SnapshotNames.next(
                config.get(InstanceKeys.SNAPSHOTS_PATTERN),
                list(instance).stream().map(SnapshotRecord::name).toList(),
                now);
    }

    private void create(ExpandedInstance instance, SnapshotKey key, Instant expiresAt) {
        InstanceRecord record = instance.record();
        try (var rollback = new Rollback()) {
            Volume snapshot = InstanceVolumes.of(record).snapshot(key.name());
            if (list(key.instance()).stream().anyMatch(other -> other.key().equals(key))) {
                throw DaemonException.conflict("Snapshot \"" + key + "\" already exists");
            }
            Intent intent = begin(CREATE, snapshot, Map.of());
            rollback.add("end the intent", intent::end);
            rollback.add("remove " + snapshot, () -> remove(snapshot));
            tools.volumes().driver(record.pool()).snapshot(snapshot);
            tools.database().change(connection -> {
                tools.store().insertSnapshot(connection, taken(record, key, expiresAt));
                intent.end(connection);
            });
            rollback.keep();
        }
        tools.events().lifecycle("instance-snapshot-created", key.url(), Map.of());
    }

    private SnapshotRecord taken(InstanceRecord instance, SnapshotKey key, Instant expiresAt) {
        return new SnapshotRecord(
                key, instance.settings().withDescription(""), tools.clock().instant(), expiresAt);
    }

    /** Its record and the end of its intent are one step: a snapshot that has a record is another one by now. */
    private void undoCreation(Map<String, String> facts) {
        Volume snapshot = volume(facts, "snapshot");
        SnapshotKey key = key(snapshot);
        if (list(key.instance()).stream().noneMatch(other -> other.key().equals(key))) {
            remove(snapshot);
        }
    }

    /** Starts removing a snapshot in the background. */
    public Operation delete(SnapshotKey key) {
        tools.instances().snapshot(key);
        InstanceKey instance = key.instance();
        return start("Deleting snapshot", instance, () -> removal(instance), locked -> delete(locked, key));
    }

    private void delete(ExpandedInstance instance, SnapshotKey key) {
        Volume snapshot = InstanceVolumes.of(instance.record()).snapshot(key.name());
        SnapshotRecord record = tools.instances().snapshot(key);
        Intent intent =
                begin(DELETE, snapshot, Map.of("created", record.createdAt().toString()));
        try (var rollback = new Rollback()) {
            rollback.add("end the intent, unless the snapshot is gone", () -> endUnlessGone(intent, snapshot));
            tools.volumes().driver(snapshot.pool()).delete(snapshot);
            tools.database().change(connection -> {
                tools.store().deleteSnapshot(connection, key);
                intent.end(connection);
            });
            rollback.keep();
        }
        tools.events().lifecycle("instance-snapshot-deleted", key.url(), Map.of());
    }

    /** What lost its volume cannot be kept: the next start brings it to its end, if nobody does that before. */
    private void endUnlessGone(Intent intent, Volume snapshot) {
        if (tools.volumes().driver(snapshot.pool()).exists(snapshot)) {
            intent.end();
        }
    }

    /** Brings to its end what a killed daemon began. The name may be another snapshot's by now. */
    private void settleDeletion(Map<String, String> facts) {
        Volume snapshot = volume(facts, "snapshot");
        boolean isAnother = list(key(snapshot).instance()).stream()
                .anyMatch(other -> other.key().equals(key(snapshot))
                        && !other.createdAt().toString().equals(facts.getOrDefault("created", "")));
        if (!isAnother) {
            remove(snapshot);
        }
    }

    /** Removes the snapshots whose time has come. Those of busy instances wait for the next time. */
    public void removeExpired() {
        Instant now = tools.clock().instant();
        for (ExpandedInstance instance : tools.instances().list()) {
            for (SnapshotRecord snapshot : list(instance.key())) {
                boolean isExpired = snapshot.expiresAt().isAfter(Instant.EPOCH)
                        && snapshot.expiresAt().isBefore(now);
                if (isExpired) {
                    removeExpired(instance, snapshot.key());
                }
            }
        }
    }

    private void removeExpired(ExpandedInstance instance, SnapshotKey key) {
        try (var _ = removal(key.instance())) {
            delete(instance, key);
        } catch (RuntimeException e) {
            LOG.warn("the expired snapshot {} is still there: {}", key, e.getMessage());
        }
    }

    /** Starts renaming a snapshot in the background. */
    public Operation rename(SnapshotKey key, SnapshotName name) {
        String newName = name.value();
        tools.instances().snapshot(key);
        InstanceKey instance = key.instance();
        if (list(instance).stream().anyMatch(other -> other.name().equals(newName))) {
            throw DaemonException.conflict("Name \"" + newName + "\" already in use");
        }
        return start("Renaming snapshot", instance, () -> removal(instance), locked -> {
            rename(locked.record(), key, newName);
            tools.events()
                    .lifecycle(
                            "instance-snapshot-renamed",
                            instance.snapshot(newName).url(),
                            Map.of("old_name", key.name()));
        });
    }

    private void rename(InstanceRecord instance, SnapshotKey key, String newName) {
        StorageDriver driver = tools.volumes().driver(instance.pool());
        Volume from = InstanceVolumes.of(instance).snapshot(key.name());
        Volume to = InstanceVolumes.of(instance).snapshot(newName);
        try (var rollback = new Rollback()) {
            Intent intent = begin(RENAME, from, Map.of("new", newName));
            rollback.add("end the intent", intent::end);
            driver.rename(from, to);
            rollback.add("rename " + to + " back", () -> driver.rename(to, from));
            tools.database().change(connection -> {
                tools.store().renameSnapshot(connection, key, newName);
                intent.end(connection);
            });
            rollback.keep();
        }
    }

    /** Starts saying in the background when a snapshot is to go; {@link Instant#EPOCH} for never. */
    public Operation expire(SnapshotKey key, Instant expiresAt) {
        tools.instances().snapshot(key);
        var plan = OperationPlan.onInstance("Updating snapshot", key.instance().name());
        return tools.operations().start(plan, _ -> {
            tools.instances().snapshot(key);
            tools.database().change(connection -> tools.store().expireSnapshot(connection, key, expiresAt));
            tools.events().lifecycle("instance-snapshot-updated", key.url(), Map.of());
        });
    }

    private InstanceLocks.Held removal(InstanceKey instance) {
        return tools.locks().acquireRemoval(instance, "snapshot");
    }

    private Operation start(
            String description,
            InstanceKey instance,
            Supplier<InstanceLocks.Held> lock,
            Consumer<ExpandedInstance> act) {
        return tools.operations().start(OperationPlan.onInstance(description, instance.name()), _ -> {
            try (var _ = lock.get()) {
                act.accept(tools.instances().find(instance));
            }
        });
    }

    private Intent begin(String kind, Volume snapshot, Map<String, String> more) {
        var facts = new HashMap<>(more);
        facts.put("pool", snapshot.pool());
        facts.put("project", snapshot.project());
        facts.put("instance", snapshot.name());
        facts.put("snapshot", snapshot.snapshotName().orElseThrow());
        return tools.intents().begin(kind, facts);
    }

    private static Volume volume(Map<String, String> facts, String snapshot) {
        return Volume.container(
                        facts.getOrDefault("pool", ""),
                        facts.getOrDefault("project", ""),
                        facts.getOrDefault("instance", ""))
                .snapshot(facts.getOrDefault(snapshot, ""));
    }

    private void remove(Volume snapshot) {
        tools.volumes().driver(snapshot.pool()).delete(snapshot);
        SnapshotKey key = key(snapshot);
        tools.database().change(connection -> tools.store().deleteSnapshot(connection, key));
    }

    private static SnapshotKey key(Volume snapshot) {
        return new InstanceKey(snapshot.project(), snapshot.name())
                .snapshot(snapshot.snapshotName().orElseThrow());
    }

    /** Brings the volume to the name that the database has. */
    private void undoRename(Map<String, String> facts) {
        Volume from = volume(facts, "snapshot");
        Volume to = volume(facts, "new");
        SnapshotKey newKey = key(to);
        boolean isRenamed = tools.instances().snapshots(newKey.instance()).stream()
                .anyMatch(snapshot -> snapshot.key().equals(newKey));
        StorageDriver driver = tools.volumes().driver(from.pool());
        Volume right = isRenamed ? to : from;
        Volume wrong = isRenamed ? from : to;
        if (!driver.exists(right) && driver.exists(wrong)) {
            driver.rename(wrong, right);
        }
    }
}
