package io.gantry.daemon.migration;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import java.util.List;

/**
 * What the target of a refresh has already, and what therefore need not travel.
 *
 * @param old the copy as it is
 * @param snapshots of the copy
 * @param fresh what is to replace it, in the same pool
 */
record KnownContent(
        Database database,
        InstanceStore store,
        StorageDriver driver,
        InstanceRecord old,
        List<SnapshotRecord> snapshots,
        InstanceRecord fresh) {
    /**
     * Takes over the snapshots that the source has too, and answers an offer of the rest. Snapshots are the same when
     * name and time are, to the second.
     */
    MigrationHeader withoutKnown(MigrationHeader offer) {
        MigrationHeader.Builder rest =
                offer.toBuilder().clearSnapshotNames().clearSnapshots().setRefresh(true);
        for (Snapshot offered : offer.getSnapshotsList()) {
            snapshots.stream()
                    .filter(known -> known.name().equals(offered.getName())
                            && known.createdAt().getEpochSecond() == offered.getCreationDate())
                    .findFirst()
                    .ifPresentOrElse(
                            this::keep,
                            () -> rest.addSnapshotNames(offered.getName()).addSnapshots(offered));
        }
        return rest.build();
    }

    private void keep(SnapshotRecord known) {
        driver.clone(volume(old).snapshot(known.name()), volume(fresh).snapshot(known.name()));
        database.change(connection -> store.insertSnapshot(connection, known.of(fresh.key())));
    }

    /** Begins with what the copy holds now: only what has changed since has to travel. */
    void makeBase(Volume volume) {
        driver.clone(volume(old), volume);
    }

    private static Volume volume(InstanceRecord instance) {
        return Volume.container(
                instance.pool(), instance.key().project(), instance.key().name());
    }
}
