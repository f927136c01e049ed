package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.migration.wire.ConfigEntry;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdmapEntry;
import io.gantry.storage.idmap.ShiftedTree;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose the files are that a source sends. A host that does not mount with other ids writes its containers' files with
 * its own ids; here files lie on disk with the containers' ids, so that what was received is changed to that.
 *
 * @param volume how the volume itself is shifted at the source
 * @param snapshots how each snapshot is: some may be older than the first start, which has shifted the volume
 */
public record ReceivedOwners(DiskIdmap volume, Map<String, DiskIdmap> snapshots) {
    /** The key in which an instance or snapshot says how its files are shifted. */
    public static final String KEY = VolatileKeys.LAST_STATE_IDMAP.name();

    public ReceivedOwners {
        snapshots = Map.copyOf(snapshots);
    }

    /** What a source says of the files that it is about to send. */
    public static ReceivedOwners of(MigrationHeader offer) {
        List<IdmapEntry> entries = offer.getIdmapList().stream()
                .map(entry -> new IdmapEntry(
                        entry.getIsuid(),
                        entry.getIsgid(),
                        Integer.toUnsignedLong(entry.getHostid()),
                        Integer.toUnsignedLong(entry.getNsid()),
                        Integer.toUnsignedLong(entry.getMaprange())))
                .toList();
        var volume = new DiskIdmap(entries);
        var snapshots = new HashMap<String, DiskIdmap>();
        for (Snapshot snapshot : offer.getSnapshotsList()) {
            DiskIdmap own = snapshot.getLocalConfigList().stream()
                    .filter(entry -> entry.getKey().equals(KEY))
                    .map(ConfigEntry::getValue)
                    .map(DiskIdmap::parseJson)
                    .findFirst()
                    .orElse(volume);
            snapshots.put(snapshot.getName(), own);
        }
        return new ReceivedOwners(volume, snapshots);
    }

    /**
     * Gives a received volume's files the owners that they have in the container.
     *
     * @param received the volume, or one of its snapshots
     * @param content where it lies
     * @return whether anything had to change
     */
    public boolean settle(Volume received, Path content) {
        DiskIdmap idmap = received.snapshotName()
                .map(name -> snapshots.getOrDefault(name, volume))
                .orElse(volume);
        new ShiftedTree(content.resolve("rootfs"), idmap).unshift();
        return idmap.isShifted();
    }
}
