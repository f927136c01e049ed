package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstanceSource;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks.Held;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.lifecycle.RootDiskSize;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Brings a copy up to date. The new content is put together beside the old one, under a name that nobody sees, and takes
 * its place when it is whole: until then the copy stays as it was, whatever happens. Its configuration stays too. The new
 * content counts from the moment at which the record of that name is gone.
 */
final class RefreshedVolume implements FillAct {
    static final String INTENT = "refresh-instance";

    /** No project has this name, so that what is in it is not seen. */
    private static final String STAGING = ".refresh";

    private final InstanceTools tools;
    private final InstanceRecord current;
    private final boolean keepsSnapshots;

    /**
     * @param source where an instance is asked for without its snapshots, those of the copy stay
     * @throws DaemonException NOT_FOUND, or INVALID_REQUEST where the copy runs
     */
    RefreshedVolume(InstanceTools tools, InstanceKey key, InstanceSource source) {
        this.tools = tools;
        keepsSnapshots = source.instanceOnly() || source.containerOnly();
        current = stopped(key);
    }

    private InstanceRecord stopped(InstanceKey key) {
        ExpandedInstance instance = tools.instances().find(key);
        if (!(tools.runtime().state(key) instanceof RunState.Stopped)) {
            throw DaemonException.invalid("Cannot refresh a running instance: stop " + key + " first");
        }
        return instance.record();
    }

    @Override
    public InstanceKey key() {
        return current.key();
    }

    @Override
    public String pool() {
        return current.pool();
    }

    @Override
    public String intent() {
        return INTENT;
    }

    @Override
    public String event() {
        return "instance-updated";
    }

    @Override
    public Held lock() {
        return tools.locks().acquireRemoval(key(), "refresh");
    }

    @Override
    public void check() {
        InstanceRecord now = stopped(key());
        if (!now.pool().equals(pool())) {
            throw DaemonException.conflict("Instance is busy: " + key() + " has just been moved to storage pool "
                    + now.pool() + "; refresh it again");
        }
    }

    @Override
    public InstanceRecord begin() {
        var staged = new InstanceRecord(
                staging(key()),
                pool(),
                InstanceSettings.ofProfiles(current.architecture(), List.of()),
                current.createdAt(),
                Instant.EPOCH);
        tools.database().change(connection -> tools.store().insert(connection, staged));
        if (keepsSnapshots) {
            keepSnapshots(staged);
        }
        return staged;
    }

    private void keepSnapshots(InstanceRecord staged) {
        StorageDriver driver = tools.volumes().driver(pool());
        for (SnapshotRecord snapshot : tools.instances().snapshots(key())) {
            driver.clone(
                    InstanceVolumes.of(current).snapshot(snapshot.name()),
                    InstanceVolumes.of(staged).snapshot(snapshot.name()));
            tools.database().change(connection -> tools.store().insertSnapshot(connection, snapshot.of(staged.key())));
        }
    }

    @Override
    public Optional<InstanceRecord> existing() {
        return Optional.of(current);
    }

    @Override
    public void undo() {
        removeStaged(tools, pool(), key());
    }

    @Override
    public void prepare() {
        RootDiskSize.limit(
                tools,
                InstanceVolumes.of(pool(), staging(key())),
                tools.instances().find(key()).devices());
    }

    @Override
    public void decide(Connection connection, Intent intent) throws SQLException {
        InstanceRecord staged = stored(connection, staging(key()));
        InstanceRecord now = stored(connection, key());
        for (SnapshotRecord old : tools.store().snapshots(connection, key())) {
            tools.store().deleteSnapshot(connection, old.key());
        }
        for (SnapshotRecord received : tools.store().snapshots(connection, staged.key())) {
            tools.store().insertSnapshot(connection, received.of(key()));
        }
        tools.store().delete(connection, staged.key());
        var config = new HashMap<>(now.config());
        VolatileKeys.LAST_STATE_IDMAP.put(config, new Config(staged.config()).get(VolatileKeys.LAST_STATE_IDMAP));
        tools.store().update(connection, now.withConfig(config));
    }

    private InstanceRecord stored(Connection connection, InstanceKey key) throws SQLException {
        return tools.store()
                .find(connection, key)
                .orElseThrow(() -> DaemonException.notFound("Instance not found: " + key));
    }

    @Override
    public void complete(Intent intent) {
        exchange(tools, pool(), key());
        intent.end();
    }

    private static InstanceKey staging(InstanceKey key) {
        return new InstanceKey(STAGING, key.name());
    }

    private static void removeStaged(InstanceTools tools, String pool, InstanceKey key) {
        tools.volumes().driver(pool).delete(InstanceVolumes.of(pool, staging(key)));
        tools.database().change(connection -> tools.store().delete(connection, staging(key)));
    }

    /** Puts the new volume in the place of the old one, or goes on with that. */
    private static void exchange(InstanceTools tools, String pool, InstanceKey key) {
        StorageDriver driver = tools.volumes().driver(pool);
        Volume staged = InstanceVolumes.of(pool, staging(key));
        Volume volume = InstanceVolumes.of(pool, key);
        if (driver.exists(staged)) {
            if (!haveMoved(tools, key, driver, staged, volume)) {
                driver.delete(volume);
            }
            driver.rename(staged, volume);
        }
        tools.volumes().link(pool, key);
    }

    /** Whether a cut-off renaming has moved the new snapshots already: what has the old name is new then. */
    private static boolean haveMoved(
            InstanceTools tools, InstanceKey key, StorageDriver driver, Volume staged, Volume volume) {
        boolean hasSnapshots = !tools.instances().snapshots(key).isEmpty();
        return hasSnapshots
                && !driver.exists(volume)
                && driver.snapshots(staged).isEmpty();
    }

    /** What a killed daemon left is finished where the new content counts, and else removed. */
    static void settle(InstanceTools tools, String pool, InstanceKey key) {
        boolean isDecided = tools.database().inTransaction(connection -> {
            Optional<InstanceRecord> refreshed = tools.store().find(connection, key);
            return tools.store().find(connection, staging(key)).isEmpty()
                    && refreshed.isPresent()
                    && refreshed.get().pool().equals(pool);
        });
        if (isDecided) {
            exchange(tools, pool, key);
        } else {
            removeStaged(tools, pool, key);
        }
    }
}
