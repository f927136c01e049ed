package io.gantry.daemon.migration;

import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.ReadInstances;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.routes.InstanceViews;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.rsync.Rsync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What sends instances to other daemons and receives theirs. Its routes are those of instances and snapshots. */
public final class MigrationFeature implements Feature {
    private final MigrationService service;
    private final Path scratch;
    private final Rsync rsync;

    public MigrationFeature(InstanceTools tools, StoragePools pools, ImageService images, ImageInstance filling) {
        DaemonCore core = tools.core();
        scratch = core.directory().resolve("transfers");
        rsync = new Rsync(core.surroundings().commands(), scratch);
        service = new MigrationService(
                tools.instances(),
                new ReadInstances(tools.instances(), tools.runtime(), tools.locks()),
                core.operations(),
                new PoolTransfers(pools, rsync, tools.clock()),
                new OfferDescription(
                        pools,
                        shown(new InstanceViews(
                                tools.instances(), tools.engine().states()))),
                new ReceivedInstances(core.database(), tools.store(), tools.instances()),
                new BaseVolumes(pools, images, filling));
    }

    public InstanceMigration service() {
        return service;
    }

    /** Makes the folder for what transfers need meanwhile, and removes what a killed daemon has left there. */
    @Override
    public void start() {
        try {
            Files.createDirectories(
                    scratch, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            rsync.removeLeftovers();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + scratch, e);
        }
    }

    private static OfferDescription.Views shown(InstanceViews views) {
        return new OfferDescription.Views() {
            @Override
            public Instance instance(ExpandedInstance instance) {
                return views.view(instance);
            }

            @Override
            public InstanceSnapshot snapshot(SnapshotRecord snapshot) {
                return views.snapshot(snapshot);
            }
        };
    }
}
