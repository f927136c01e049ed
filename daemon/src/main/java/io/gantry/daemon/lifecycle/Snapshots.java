package io.gantry.daemon.lifecycle;

import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNames;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.SnapshotExpiry;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.system.rollback.Rollback;
import java.time.Instant;
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
        tools.intents().onStart(CREATE, facts -> remove(volume(facts, "snapshot")));
        tools.intents().onStart(DELETE, facts -> remove(volume(facts, "snapshot")));
        tools.intents().onStart(RENAME, this::undoRename);
    }

    List<SnapshotRecord> list(InstanceKey instance) {
        return tools.instances().snapshots(instance);
    }

    /** @throws DaemonException NOT_FOUND where the instance has no such snapshot */
    SnapshotRecord find(InstanceKey instance, String name) {
        return LocalCopy.find(tools.instances().snapshots(instance), instance, name);
    }

    /** Starts making a snapshot in the background; the instance may run. */
    Operation create(InstanceKey instance, InstanceSnapshotsPost request) {
        if (request.stateful()) {
            throw DaemonException.notSupported(
                    "the state of running processes cannot be kept in a snapshot: leave out --stateful");
        }
        Map<String, String> config = tools.instances().find(instance).config();
        Instant now = tools.clock().instant();
        String name = request.name().isEmpty() ? nextName(instance, config, now) : request.name();
        InstanceNames.requireSnapshot(name);
        Instant expiresAt = request.expiresAt() == null
                ? SnapshotExpiry.after(now, config.getOrDefault("snapshots.expiry", ""))
                : request.expiresAt().isBefore(Instant.EPOCH) ? Instant.EPOCH : request.expiresAt();
        return start(
                "Snapshotting instance",
                instance,
                () -> tools.locks().acquire(instance, "snapshot"),
                locked -> create(locked, name, expiresAt));
    }

    private String nextName(InstanceKey instance, Map<String, String> config, Instant now) {
        return SnapshotNames.next(
                config.getOrDefault("snapshots.pattern", ""),
                list(instance).stream().map(SnapshotRecord::name).toList(),
                now);
    }

    private void create(ExpandedInstance instance, String name, Instant expiresAt) {
        InstanceRecord record = instance.record();
        try (var rollback = new Rollback()) {
            Volume snapshot = InstanceVolumes.of(record).snapshot(name);
            if (list(record.key()).stream().anyMatch(other -> other.name().equals(name))) {
                throw DaemonException.conflict("Snapshot \"" + record.key() + "/" + name + "\" already exists");
            }
            Intent intent = begin(CREATE, snapshot);
            rollback.add("end the intent", intent::end);
            rollback.add("remove " + snapshot, () -> remove(snapshot));
            tools.volumes().driver(record.pool()).snapshot(snapshot);
            tools.database()
                    .change(connection -> tools.store().insertSnapshot(connection, taken(record, name, expiresAt)));
            rollback.keep();
            intent.end();
        }
        tools.events().lifecycle("instance-snapshot-created", url(record.key(), name), Map.of());
    }

    private SnapshotRecord taken(InstanceRecord instance, String name, Instant expiresAt) {
        return new SnapshotRecord(
                instance.key(),
                name,
                instance.architecture(),
                instance.ephemeral(),
                false,
                "",
                tools.clock().instant(),
                expiresAt,
                instance.config(),
                instance.devices(),
                instance.profiles());
    }

    /** Starts removing a snapshot in the background. */
    Operation delete(InstanceKey instance, String name) {
        find(instance, name);
        return start("Deleting snapshot", instance, () -> removal(instance), locked -> delete(locked, name));
    }

    private void delete(ExpandedInstance instance, String name) {
        Volume snapshot = InstanceVolumes.of(instance.record()).snapshot(name);
        Intent intent = begin(DELETE, snapshot);
        remove(snapshot);
        intent.end();
        tools.events().lifecycle("instance-snapshot-deleted", url(instance.key(), name), Map.of());
    }

    /** Removes the snapshots whose time has come. Those of busy instances wait for the next time. */
    public void removeExpired() {
        Instant now = tools.clock().instant();
        for (ExpandedInstance instance : tools.instances().list()) {
            for (SnapshotRecord snapshot : list(instance.key())) {
                boolean isExpired = snapshot.expiresAt().isAfter(Instant.EPOCH)
                        && snapshot.expiresAt().isBefore(now);
                if (isExpired) {
                    removeExpired(instance, snapshot.name());
                }
            }
        }
    }

    private void removeExpired(ExpandedInstance instance, String name) {
        try (var _ = removal(instance.key())) {
            delete(instance, name);
        } catch (RuntimeException e) {
            LOG.warn("the expired snapshot {}/{} is still there: {}", instance.key(), name, e.getMessage());
        }
    }

    /** Starts renaming a snapshot in the background. */
    Operation rename(InstanceKey instance, String name, String newName) {
        InstanceNames.requireSnapshot(newName);
        find(instance, name);
        if (list(instance).stream().anyMatch(other -> other.name().equals(newName))) {
            throw DaemonException.conflict("Name \"" + newName + "\" already in use");
        }
        return start("Renaming snapshot", instance, () -> removal(instance), locked -> {
            rename(locked.record(), name, newName);
            tools.events().lifecycle("instance-snapshot-renamed", url(instance, newName), Map.of("old_name", name));
        });
    }

    private void rename(InstanceRecord instance, String name, String newName) {
        StorageDriver driver = tools.volumes().driver(instance.pool());
        Volume from = InstanceVolumes.of(instance).snapshot(name);
        Volume to = InstanceVolumes.of(instance).snapshot(newName);
        try (var rollback = new Rollback()) {
            Intent intent = tools.intents()
                    .begin(
                            RENAME,
                            Map.of(
                                    "pool", from.pool(),
                                    "project", from.project(),
                                    "instance", from.name(),
                                    "snapshot", name,
                                    "new", newName));
            rollback.add("end the intent", intent::end);
            driver.rename(from, to);
            rollback.add("rename " + to + " back", () -> driver.rename(to, from));
            tools.database()
                    .change(connection -> tools.store().renameSnapshot(connection, instance.key(), name, newName));
            rollback.keep();
            intent.end();
        }
    }

    /** Starts saying in the background when a snapshot is to go; {@link Instant#EPOCH} for never. */
    Operation expire(InstanceKey instance, String name, Instant expiresAt) {
        find(instance, name);
        return tools.operations().start(OperationPlan.onInstance("Updating snapshot", instance.name()), _ -> {
            find(instance, name);
            tools.database().change(connection -> tools.store().expireSnapshot(connection, instance, name, expiresAt));
            tools.events().lifecycle("instance-snapshot-updated", url(instance, name), Map.of());
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

    private Intent begin(String kind, Volume snapshot) {
        return tools.intents()
                .begin(
                        kind,
                        Map.of(
                                "pool", snapshot.pool(),
                                "project", snapshot.project(),
                                "instance", snapshot.name(),
                                "snapshot", snapshot.snapshotName().orElseThrow()));
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
        var instance = new InstanceKey(snapshot.project(), snapshot.name());
        tools.database()
                .change(connection -> tools.store()
                        .deleteSnapshot(
                                connection, instance, snapshot.snapshotName().orElseThrow()));
    }

    /** Brings the volume to the name that the database has. */
    private void undoRename(Map<String, String> facts) {
        Volume from = volume(facts, "snapshot");
        Volume to = volume(facts, "new");
        boolean isRenamed = tools.instances().snapshots(new InstanceKey(from.project(), from.name())).stream()
                .anyMatch(snapshot -> snapshot.name().equals(to.snapshotName().orElseThrow()));
        StorageDriver driver = tools.volumes().driver(from.pool());
        Volume right = isRenamed ? to : from;
        Volume wrong = isRenamed ? from : to;
        if (!driver.exists(right) && driver.exists(wrong)) {
            driver.rename(wrong, right);
        }
    }

    private static String url(InstanceKey instance, String snapshot) {
        return instance.url() + "/snapshots/" + snapshot;
    }
}
