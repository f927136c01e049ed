package io.gantry.daemon;

import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceViews;
import io.gantry.daemon.migration.MigrationService;
import io.gantry.daemon.migration.OfferDescription;
import io.gantry.daemon.migration.ReceivedInstances;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.Volume;
import io.gantry.storage.rsync.Rsync;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Puts together what sends instances to other daemons and receives theirs. */
final class MigrationParts {
    private final InstanceTools tools;
    private final StoragePools pools;
    private final ImageService images;
    private final ImageInstance filling;

    MigrationParts(InstanceTools tools, StoragePools pools, ImageService images, ImageInstance filling) {
        this.tools = tools;
        this.pools = pools;
        this.images = images;
        this.filling = filling;
    }

    /** @param directory of the daemon; {@code transfers} is made below it */
    InstanceMigration service(Path directory, InstanceRuntime runtime, InstanceViews views, CommandRunner commands) {
        Path scratch = directory.resolve("transfers");
        var rsync = new Rsync(commands, scratch);
        try {
            Files.createDirectories(
                    scratch, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            rsync.removeLeftovers();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + scratch, e);
        }
        return new MigrationService(
                tools.instances(),
                runtime,
                tools.locks(),
                pools,
                tools.operations(),
                rsync,
                new OfferDescription(pools, shown(views)),
                new ReceivedInstances(tools.database(), tools.store(), tools.instances()),
                this::makeBase,
                tools.clock());
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

    private void makeBase(Volume volume, String fingerprint) throws InterruptedException {
        if (fingerprint.isEmpty() || !isHere(volume.project(), fingerprint)) {
            pools.started(volume.pool()).volumes().create(volume);
        } else {
            filling.makeVolume(volume, fingerprint);
        }
    }

    private boolean isHere(String project, String fingerprint) {
        try {
            images.resolve(new ImageReference(project, fingerprint, Map.of(), Optional.empty()));
            return true;
        } catch (DaemonException e) {
            return false;
        }
    }
}
