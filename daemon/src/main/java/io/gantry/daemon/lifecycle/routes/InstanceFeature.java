package io.gantry.daemon.lifecycle.routes;

import io.gantry.daemon.background.BackgroundScope;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceDeleter;
import io.gantry.daemon.lifecycle.InstanceMover;
import io.gantry.daemon.lifecycle.InstanceRenamer;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceUpdater;
import io.gantry.daemon.lifecycle.InterfaceDefaults;
import io.gantry.daemon.lifecycle.RefreshFollowUps;
import io.gantry.daemon.lifecycle.StateChanger;
import io.gantry.daemon.lifecycle.creation.InstanceCreator;
import io.gantry.daemon.lifecycle.creation.NewInstance;
import io.gantry.daemon.lifecycle.creation.PetNames;
import io.gantry.daemon.lifecycle.creation.VolumeContents;
import io.gantry.daemon.lifecycle.snapshot.SnapshotRestorer;
import io.gantry.daemon.lifecycle.snapshot.Snapshots;
import io.gantry.daemon.profile.ProfiledInstances;
import io.gantry.storage.tree.PoolCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The life of instances. */
public final class InstanceFeature implements Feature {
    /** The first look for expired snapshots comes soon after the daemon's start, since one that was stopped has missed some. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final InstanceEngine engine;
    private final InstanceDeleter deleter;
    private final InstanceUpdater updater;
    private final Snapshots snapshots;
    private final BackgroundScope background = new BackgroundScope();
    private final List<Routes> routes;

    /** @param host says which of its devices and networks this host has */
    public InstanceFeature(
            InstanceTools tools,
            ImageService images,
            ImageInstance filling,
            InstanceMigration migration,
            NewInstance.HostDevices host) {
        engine = tools.engine();
        InstanceRuntime runtime = engine.runtime();
        Path logs = tools.core().directory().resolve("logs");
        RandomGenerator random = tools.core().surroundings().random();
        var betweenPools = new PoolCopy(tools.core().surroundings().commands());
        var interfaces = new InterfaceDefaults(random);
        var followUps = new RefreshFollowUps(tools.clock());
        snapshots = new Snapshots(tools);
        var views = new InstanceViews(tools.instances(), engine.states());
        deleter = new InstanceDeleter(tools, runtime, logs);
        updater = new InstanceUpdater(tools, engine.liveChanges(), interfaces, followUps);
        var creator = new InstanceCreator(
                tools,
                new VolumeContents(tools, images, filling, migration, betweenPools),
                new NewInstance(tools.instances(), interfaces, host, tools.hostRules(), tools.newIds()),
                new PetNames(random),
                followUps);
        routes = List.of(
                new InstanceRoutes(
                        tools.instances(), views, creator, updater, deleter, new SnapshotRestorer(tools, runtime)),
                new InstanceMoveRoutes(
                        new InstanceRenamer(tools, runtime, logs),
                        new InstanceMover(tools, runtime, betweenPools),
                        migration),
                new StateRoutes(tools.instances(), engine.states(), new StateChanger(tools, runtime, deleter)),
                new SnapshotRoutes(tools.instances(), snapshots, views, migration),
                new LogRoutes(tools.instances(), logs));
    }

    /** What changes with the profiles that it has. */
    public ProfiledInstances profiled() {
        return updater;
    }

    /** Removes an instance that has ended, with all it has; takes its lock. */
    public void deleteEnded(InstanceKey key) {
        deleter.deleteNow(key);
    }

    @Override
    public List<Routes> routes() {
        return routes;
    }

    /** Starts in the background what is to run, and looks for snapshots whose time is over. */
    @Override
    public void start() {
        background.repeat("the upkeep of snapshots", SOON, PAUSE, snapshots::removeExpired);
        background.fork("the start of instances", engine::startAll);
    }

    @Override
    public void close() {
        background.close();
    }
}
