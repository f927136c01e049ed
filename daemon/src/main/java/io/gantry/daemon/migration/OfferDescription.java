package io.gantry.daemon.migration;

import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.StoragePool;
import io.gantry.api.StorageVolume;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.wire.ConfigEntry;
import io.gantry.daemon.migration.wire.Device;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.IdmapEntry;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes an instance to the daemon that is to receive it. Safe for use by many threads. */
public final class OfferDescription {
    /** LXD's numbers of architectures (its {@code shared/osarch}). */
    private static final Map<String, Integer> ARCHITECTURES = Map.of("i686", 1, "x86_64", 2, "aarch64", 4);

    private final StoragePools pools;
    private final Views views;

    /** Instances and snapshots as the API shows them. */
    public interface Views {
        Instance instance(ExpandedInstance instance);

        InstanceSnapshot snapshot(SnapshotRecord snapshot);
    }

    public OfferDescription(StoragePools pools, Views views) {
        this.pools = pools;
        this.views = views;
    }

    MigrationSource.Offer of(
            ExpandedInstance instance,
            Optional<SnapshotRecord> chosen,
            List<SnapshotRecord> snapshots,
            List<TransferFormat> formats,
            boolean isRunning) {
        InstanceRecord record = instance.record();
        Volume root = Volume.container(
                record.pool(), record.key().project(), record.key().name());
        Volume volume = chosen.map(snapshot -> root.snapshot(snapshot.name())).orElse(root);
        Map<String, String> config = chosen.map(SnapshotRecord::config).orElse(record.config());
        var description = MigrationHeader.newBuilder();
        DiskIdmap.parseJson(config.getOrDefault(ReceivedOwners.KEY, "[]"))
                .entries()
                .forEach(entry -> description.addIdmap(IdmapEntry.newBuilder()
                        .setIsuid(entry.isUid())
                        .setIsgid(entry.isGid())
                        .setHostid((int) entry.hostId())
                        .setNsid((int) entry.containerId())
                        .setMaprange((int) entry.length())));
        for (SnapshotRecord snapshot : snapshots) {
            description.addSnapshotNames(snapshot.name());
            description.addSnapshots(described(snapshot));
        }
        description.setFs(FsType.RSYNC);
        return new MigrationSource.Offer(
                description.build(),
                index(instance, snapshots),
                volume,
                snapshots.stream().map(SnapshotRecord::name).toList(),
                formats,
                isRunning);
    }

    private static Snapshot described(SnapshotRecord snapshot) {
        var description = Snapshot.newBuilder()
                .setName(snapshot.name())
                .addAllProfiles(snapshot.profiles())
                .setEphemeral(snapshot.settings().ephemeral())
                .setArchitecture(ARCHITECTURES.getOrDefault(snapshot.settings().architecture(), 0))
                .setStateful(false)
                .setCreationDate(snapshot.createdAt().getEpochSecond())
                .setLastUsedDate(0);
        if (!snapshot.expiresAt().equals(Instant.EPOCH)) {
            description.setExpiryDate(snapshot.expiresAt().getEpochSecond());
        }
        snapshot.config().forEach((key, value) -> description.addLocalConfig(entry(key, value)));
        snapshot.devices().forEach((name, device) -> {
            var described = Device.newBuilder().setName(name);
            device.forEach((key, value) -> described.addConfig(entry(key, value)));
            description.addLocalDevices(described);
        });
        return description.build();
    }

    private static ConfigEntry entry(String key, String value) {
        return ConfigEntry.newBuilder().setKey(key).setValue(value).build();
    }

    private String index(ExpandedInstance instance, List<SnapshotRecord> snapshots) {
        InstanceRecord record = instance.record();
        var driver = pools.started(record.pool()).volumes();
        var pool = new StoragePool(Map.of(), "", record.pool(), driver.name(), List.of(), "Created", List.of("none"));
        var volume = new StorageVolume(
                Map.of(),
                "",
                record.key().name(),
                "container",
                List.of(),
                "none",
                "filesystem",
                record.key().project(),
                record.createdAt());
        List<Map<String, Object>> volumeSnapshots = snapshots.stream()
                .map(snapshot -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("config", Map.of());
                    fields.put("description", "");
                    fields.put("content_type", "filesystem");
                    fields.put("name", snapshot.name());
                    fields.put("created_at", snapshot.createdAt());
                    return fields;
                })
                .toList();
        return IndexHeader.write(
                views.instance(instance),
                snapshots.stream().map(views::snapshot).toList(),
                pool,
                volume,
                volumeSnapshots);
    }
}
