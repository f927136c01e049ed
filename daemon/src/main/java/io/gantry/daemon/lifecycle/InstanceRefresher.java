package io.gantry.daemon.lifecycle;

import io.gantry.api.InstanceSource;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.system.rollback.Rollback;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings copies of instances up to date. The new content is put together beside the old one, under a name that nobody
 * sees, and takes its place when it is whole: until then the copy stays as it was, whatever happens. Its configuration
 * stays too. Safe for use by many threads.
 */
final class InstanceRefresher {
    private static final String INTENT = "refresh-instance";
    /** No project has this name, so that what is in it is not seen. */
    private static final String STAGING = ".refresh";

    private final InstanceTools tools;
    private final InstanceRuntime runtime;

    InstanceRefresher(InstanceTools tools, InstanceRuntime runtime) {
        this.tools = tools;
        this.runtime = runtime;
        tools.intents().onStart(INTENT, this::settle);
    }

    /**
     * The instance to refresh.
     *
     * @throws DaemonException NOT_FOUND, or INVALID_REQUEST where it runs
     */
    InstanceRecord requireRefreshable(InstanceKey key) {
        ExpandedInstance instance = tools.instances().find(key);
        if (!(runtime.state(key) instanceof RunState.Stopped)) {
            throw DaemonException.invalid("Cannot refresh a running instance: stop " + key + " first");
        }
        return instance.record();
    }

    /**
     * Refreshes now; takes the instance's lock.
     *
     * @param source where an instance is asked for without its snapshots, those of the copy stay
     */
    void refresh(InstanceKey key, InstanceSource source, InstanceCreator.Filling filling, OperationContext context)
            throws Exception {
        try (var _ = tools.locks().acquireRemoval(key, "refresh");
                var rollback = new Rollback()) {
            InstanceRecord current = requireRefreshable(key);
            InstanceRecord staged = staged(current);
            Intent intent = tools.intents()
                    .begin(INTENT, Map.of("pool", current.pool(), "project", key.project(), "name", key.name()));
            rollback.add("end the intent", intent::end);
            rollback.add("remove what was to replace " + key, () -> removeStaged(current.pool(), key));
            tools.database().change(connection -> tools.store().insert(connection, staged));
            if (source.instanceOnly() || source.containerOnly()) {
                keepSnapshots(current, staged);
            }
            var isWhole = new AtomicBoolean();
            Runnable whole = () -> {
                if (isWhole.compareAndSet(false, true)) {
                    RootDiskSize.limit(
                            tools,
                            InstanceVolumes.of(staged),
                            tools.instances().find(key).devices());
                    takeOver(key);
                    rollback.keep();
                    exchange(current.pool(), key);
                    intent.end();
                }
            };
            filling.fill(staged, context, whole);
            whole.run();
        }
        tools.events().lifecycle("instance-updated", key.url(), Map.of());
    }

    private static InstanceKey staging(InstanceKey key) {
        return new InstanceKey(STAGING, key.name());
    }

    private static InstanceRecord staged(InstanceRecord current) {
        return new InstanceRecord(
                staging(current.key()),
                current.pool(),
                InstanceSettings.ofProfiles(current.architecture(), List.of()),
                current.createdAt(),
                Instant.EPOCH);
    }

    private void keepSnapshots(InstanceRecord current, InstanceRecord staged) {
        StorageDriver driver = tools.volumes().driver(current.pool());
        for (SnapshotRecord snapshot : tools.instances().snapshots(current.key())) {
            driver.clone(
                    InstanceVolumes.of(current).snapshot(snapshot.name()),
                    InstanceVolumes.of(staged).snapshot(snapshot.name()));
            tools.database().change(connection -> tools.store().insertSnapshot(connection, snapshot.of(staged.key())));
        }
    }

    /** From now on the new content counts. */
    private void takeOver(InstanceKey key) {
        List<SnapshotRecord> old = tools.instances().snapshots(key);
        List<SnapshotRecord> received = tools.instances().snapshots(staging(key));
        InstanceRecord staged = tools.instances().find(staging(key)).record();
        InstanceRecord current = tools.instances().find(key).record();
        var config = new HashMap<>(current.config());
        config.put(
                VolatileKeys.LAST_STATE_IDMAP.name(),
                staged.config().getOrDefault(VolatileKeys.LAST_STATE_IDMAP.name(), "[]"));
        tools.database().change(connection -> {
            for (SnapshotRecord snapshot : old) {
                tools.store().deleteSnapshot(connection, snapshot.key());
            }
            for (SnapshotRecord snapshot : received) {
                tools.store().insertSnapshot(connection, snapshot.of(key));
            }
            tools.store().delete(connection, staging(key));
            tools.store().update(connection, current.withConfig(config));
        });
    }

    private void exchange(String pool, InstanceKey key) {
        StorageDriver driver = tools.volumes().driver(pool);
        Volume staged = InstanceVolumes.of(pool, staging(key));
        Volume volume = InstanceVolumes.of(pool, key);
        if (driver.exists(staged)) {
            driver.delete(volume);
            driver.rename(staged, volume);
        }
        tools.volumes().link(pool, key);
    }

    private void removeStaged(String pool, InstanceKey key) {
        tools.volumes().driver(pool).delete(InstanceVolumes.of(pool, staging(key)));
        tools.database().change(connection -> tools.store().delete(connection, staging(key)));
    }

    /** The staged record is gone as soon as the new content counts: what a killed daemon left is finished or removed. */
    private void settle(Map<String, String> facts) {
        var key = new InstanceKey(facts.getOrDefault("project", ""), facts.getOrDefault("name", ""));
        String pool = facts.getOrDefault("pool", "");
        boolean isDecided = tools.database()
                .inTransaction(connection -> tools.store().find(connection, staging(key)))
                .isEmpty();
        if (isDecided) {
            exchange(pool, key);
        } else {
            removeStaged(pool, key);
        }
    }
}
