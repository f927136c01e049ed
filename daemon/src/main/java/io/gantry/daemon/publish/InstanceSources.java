package io.gantry.daemon.publish;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.rollback.Rollback;
import java.nio.file.Path;
import java.util.Map;

/** The volumes of instances and of their snapshots. */
public final class InstanceSources implements PublishableInstances {
    private final Database database;
    private final InstanceStore store;
    private final InstanceLocks locks;
    private final InstanceRuntime runtime;
    private final StoragePools pools;

    public InstanceSources(
            Database database, InstanceStore store, InstanceLocks locks, InstanceRuntime runtime, StoragePools pools) {
        this.database = database;
        this.store = store;
        this.locks = locks;
        this.runtime = runtime;
        this.pools = pools;
    }

    @Override
    public Opened open(String project, String name) {
        SourceKey source = SourceKey.parse(project, name);
        InstanceKey key = source.instance();
        InstanceRecord instance = database.inTransaction(connection ->
                store.find(connection, key).orElseThrow(() -> DaemonException.notFound("Instance not found")));
        Volume volume = Volume.container(instance.pool(), project, key.name());
        return source instanceof SnapshotKey snapshot
                ? openSnapshot(find(snapshot), volume.snapshot(snapshot.name()))
                : openInstance(instance, volume);
    }

    private SnapshotRecord find(SnapshotKey key) {
        return database.inTransaction(connection -> store.snapshots(connection, key.instance())).stream()
                .filter(snapshot -> snapshot.key().equals(key))
                .findFirst()
                .orElseThrow(() -> DaemonException.notFound("Instance snapshot not found"));
    }

    private Opened openInstance(InstanceRecord instance, Volume volume) {
        try (var rollback = new Rollback()) {
            InstanceLocks.Held held = locks.acquire(instance.key(), "publish");
            rollback.add("give back " + instance.key(), held::close);
            if (runtime.state(instance.key()).isActive()) {
                throw DaemonException.conflict("Cannot export a running instance as an image");
            }
            MountedVolume mounted = mount(volume);
            rollback.keep();
            return new OpenedVolume(mounted, idmap(instance.config()), instance.architecture(), held::close);
        }
    }

    /** A snapshot never changes: the instance may do as it likes meanwhile. */
    private Opened openSnapshot(SnapshotRecord snapshot, Volume volume) {
        return new OpenedVolume(
                mount(volume), idmap(snapshot.config()), snapshot.settings().architecture(), () -> {});
    }

    private MountedVolume mount(Volume volume) {
        return pools.started(volume.pool()).volumes().mount(volume);
    }

    private static DiskIdmap idmap(Map<String, String> config) {
        return new Config(config).get(VolatileKeys.LAST_STATE_IDMAP);
    }

    private record OpenedVolume(MountedVolume mounted, DiskIdmap idmap, String architecture, Runnable giveBack)
            implements Opened {
        @Override
        public Path volume() {
            return mounted.path();
        }

        @Override
        public void close() {
            try {
                mounted.close();
            } finally {
                giveBack.run();
            }
        }
    }
}
