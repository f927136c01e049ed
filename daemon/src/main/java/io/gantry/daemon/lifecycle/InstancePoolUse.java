package io.gantry.daemon.lifecycle;

import io.gantry.api.StorageVolume;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.pool.PoolUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The root volumes of instances and their snapshots. */
public final class InstancePoolUse implements PoolUse {
    private final Instances instances;

    public InstancePoolUse(Instances instances) {
        this.instances = instances;
    }

    @Override
    public List<String> usersOf(String pool) {
        return volumesIn(pool).stream()
                .flatMap(volume -> volume.usedBy().stream())
                .toList();
    }

    @Override
    public List<StorageVolume> volumesIn(String pool) {
        var volumes = new ArrayList<StorageVolume>();
        for (ExpandedInstance instance : instances.list()) {
            InstanceRecord record = instance.record();
            if (record.pool().equals(pool)) {
                String name = record.key().name();
                volumes.add(
                        volume(record, name, record.description(), record.key().url(), record.createdAt()));
                for (SnapshotRecord snapshot : instances.snapshots(record.key())) {
                    volumes.add(volume(
                            record,
                            snapshot.key().toString(),
                            snapshot.settings().description(),
                            snapshot.key().url(),
                            snapshot.createdAt()));
                }
            }
        }
        return volumes;
    }

    private static StorageVolume volume(
            InstanceRecord instance, String name, String description, String user, Instant createdAt) {
        return new StorageVolume(
                Map.of(),
                description,
                name,
                "container",
                List.of(user),
                "none",
                "filesystem",
                instance.key().project(),
                createdAt);
    }
}
