package io.gantry.daemon.migration;

import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.device.UnderstoodConfig;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.instance.SnapshotName;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.wire.ConfigEntry;
import io.gantry.daemon.migration.wire.Device;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.idmap.DiskIdmap;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records what a source says of the instance that it sends. Safe for use by many threads. */
public final class ReceivedInstances {
    private final Database database;
    private final InstanceStore store;
    private final Instances instances;

    public ReceivedInstances(Database database, InstanceStore store, Instances instances) {
        this.database = database;
        this.store = store;
        this.instances = instances;
    }

    /** What is here of an older copy, for a fresh one in the same pool. */
    KnownContent known(StorageDriver driver, InstanceRecord old, InstanceRecord fresh) {
        return new KnownContent(database, store, driver, old, instances.snapshots(old.key()), fresh);
    }

    /**
     * @param leftOut gets what the snapshots have and is not known here
     * @param commit reached when instance and snapshots are recorded, before the source hears of it
     */
    MigrationSink.Recording recordingOf(InstanceKey key, LeftOut leftOut, FillTarget.Commit commit) {
        return new MigrationSink.Recording() {
            @Override
            public void begin(MigrationHeader offer) {
                offer.getSnapshotNamesList().forEach(SnapshotName::new);
                if (offer.getSnapshotsCount() != offer.getSnapshotNamesCount()) {
                    throw DaemonException.invalid("the source names " + offer.getSnapshotNamesCount()
                            + " snapshots and describes " + offer.getSnapshotsCount());
                }
                offer.getSnapshotsList()
                        .forEach(snapshot -> leftOut.add(
                                key.snapshot(snapshot.getName()).toString(),
                                understood(snapshot).leftOut()));
            }

            @Override
            public void complete(MigrationHeader offer) {
                List<SnapshotRecord> snapshots = offer.getSnapshotsList().stream()
                        .map(snapshot -> record(key, snapshot))
                        .toList();
                database.change(connection -> {
                    for (SnapshotRecord snapshot : snapshots) {
                        store.insertSnapshot(connection, snapshot);
                    }
                });
                instances.change(key, record -> record.withConfig(unshifted(record.config())));
                commit.reach();
            }
        };
    }

    /** Whatever the files' owners were at the source, they have been changed to the container's own. */
    private static Map<String, String> unshifted(Map<String, String> config) {
        var changed = new HashMap<>(config);
        changed.put(ReceivedOwners.KEY, DiskIdmap.UNSHIFTED.toJson());
        return changed;
    }

    private static UnderstoodConfig understood(Snapshot snapshot) {
        var devices = new HashMap<String, Map<String, String>>();
        for (Device device : snapshot.getLocalDevicesList()) {
            devices.put(device.getName(), config(device.getConfigList()));
        }
        return UnderstoodConfig.of(config(snapshot.getLocalConfigList()), devices);
    }

    /** The root disk is where the instance's is, whatever that pool is called at the source. */
    private static Map<String, Map<String, String>> placed(Map<String, Map<String, String>> devices, String pool) {
        var placed = new HashMap<String, Map<String, String>>();
        devices.forEach((name, device) -> {
            var copy = new HashMap<>(device);
            if (DeviceRules.isRoot(device)) {
                copy.put("pool", pool);
            }
            placed.put(name, copy);
        });
        return placed;
    }

    private SnapshotRecord record(InstanceKey key, Snapshot snapshot) {
        UnderstoodConfig understood = understood(snapshot);
        InstanceRecord instance = instances.find(key).record();
        return new SnapshotRecord(
                key.snapshot(snapshot.getName()),
                InstanceSettings.ofProfiles(instance.architecture(), snapshot.getProfilesList())
                        .withEphemeral(snapshot.getEphemeral())
                        .withConfig(unshifted(VolatileKeys.withoutFactsOfHost(understood.config())))
                        .withDevices(placed(understood.devices(), instance.pool())),
                Instant.ofEpochSecond(snapshot.getCreationDate()),
                snapshot.getExpiryDate() > 0 ? Instant.ofEpochSecond(snapshot.getExpiryDate()) : Instant.EPOCH);
    }

    private static Map<String, String> config(List<ConfigEntry> entries) {
        var config = new HashMap<String, String>();
        entries.forEach(entry -> config.put(entry.getKey(), entry.getValue()));
        return config;
    }
}
