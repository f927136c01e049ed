package io.gantry.daemon;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.devlxd.GuestSockets;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.exec.ExecRoutes;
import io.gantry.daemon.exec.ExecService;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.file.FileRoutes;
import io.gantry.daemon.file.InstanceFiles;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.Images;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.PetNames;
import io.gantry.daemon.instance.SqlInstanceStore;
import io.gantry.daemon.instance.StoredInstances;
import io.gantry.daemon.intent.Intents;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceCreator;
import io.gantry.daemon.lifecycle.InstanceDeleter;
import io.gantry.daemon.lifecycle.InstanceMover;
import io.gantry.daemon.lifecycle.InstanceNetworkUse;
import io.gantry.daemon.lifecycle.InstancePoolUse;
import io.gantry.daemon.lifecycle.InstanceRenamer;
import io.gantry.daemon.lifecycle.InstanceRoutes;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceUpdater;
import io.gantry.daemon.lifecycle.InstanceViews;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.lifecycle.InterfaceDefaults;
import io.gantry.daemon.lifecycle.LogRoutes;
import io.gantry.daemon.lifecycle.RefreshFollowUps;
import io.gantry.daemon.lifecycle.SnapshotRestorer;
import io.gantry.daemon.lifecycle.SnapshotRoutes;
import io.gantry.daemon.lifecycle.SnapshotUpkeep;
import io.gantry.daemon.lifecycle.Snapshots;
import io.gantry.daemon.lifecycle.StateChanger;
import io.gantry.daemon.lifecycle.StateRoutes;
import io.gantry.daemon.metadata.InstanceMetadata;
import io.gantry.daemon.metadata.MetadataRoutes;
import io.gantry.daemon.network.NetworkRoutes;
import io.gantry.daemon.network.Networks;
import io.gantry.daemon.operation.Operations;
import io.gantry.daemon.pool.Pools;
import io.gantry.daemon.profile.ProfileRoutes;
import io.gantry.daemon.profile.ProfileStore;
import io.gantry.daemon.profile.Profiles;
import io.gantry.daemon.publish.InstanceSources;
import io.gantry.daemon.runtime.ContainerHostRules;
import io.gantry.daemon.runtime.ContainerIdmaps;
import io.gantry.daemon.runtime.CpuBalancer;
import io.gantry.daemon.runtime.DeviceMounts;
import io.gantry.daemon.runtime.HotPlug;
import io.gantry.daemon.runtime.LxcLiveChanges;
import io.gantry.daemon.runtime.LxcRuntime;
import io.gantry.daemon.runtime.LxcStateReader;
import io.gantry.daemon.runtime.RootMounts;
import io.gantry.daemon.runtime.RunningContainers;
import io.gantry.daemon.runtime.RuntimePaths;
import io.gantry.daemon.runtime.SharedMounts;
import io.gantry.daemon.runtime.StartPreparation;
import io.gantry.daemon.template.ImageTemplates;
import io.gantry.storage.idmap.IdmappedTrees;
import io.gantry.storage.tree.PoolCopy;
import io.gantry.system.attach.ContainerAttach;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.lxc.LxcTools;
import io.gantry.system.mount.KernelMounts;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together everything that has to do with instances. */
final class InstanceParts {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceParts.class);

    private final HeldLocks locks = new HeldLocks();
    private final LxcRuntime runtime;
    private final SharedMounts sharedMounts;
    private final GuestSockets guests;
    private final Networks networks;
    private final SnapshotUpkeep snapshotUpkeep;
    private final List<Routes> routes;

    InstanceParts(
            DaemonOptions options,
            Database database,
            Events events,
            Operations operations,
            Intents intents,
            Pools pools,
            Images images,
            CommandRunner commands) {
        Path directory = options.directory();
        InstantSource clock = InstantSource.system();
        var random = new SecureRandom();
        var paths = new RuntimePaths(directory);
        var store = new SqlInstanceStore();
        var profiles = new ProfileStore();
        var templates = new ImageTemplates();
        CgroupLayout cgroups = CgroupLayout.detect();
        var ended = new EndedInstances();
        Instances instances = new StoredInstances(database, store, profiles, ended::delete);
        networks = new Networks(database, intents, events, commands, directory, random);
        var mounts = new KernelMounts(commands);
        sharedMounts = new SharedMounts(paths, mounts);
        var shifted = new IdmappedTrees(commands);
        var roots = new RootMounts(paths, mounts, shifted);
        var devices = new DeviceMounts(paths, commands, mounts, shifted);
        var ids = new ContainerIdmaps(instances::list);
        guests = new GuestSockets(instances, directory.resolve("devlxd"));
        var running = new RunningContainers();
        var cpus = new CpuBalancer(instances, running, cgroups);
        var lxc = new LxcTools(commands, directory.resolve("containers"));
        var hostRules = new ContainerHostRules(lxc);
        var hotPlug = new HotPlug(instances, devices, paths, networks, running, commands);
        runtime = new LxcRuntime(
                instances,
                lxc,
                paths,
                cgroups,
                new StartPreparation(
                        instances,
                        pools,
                        templates,
                        paths,
                        cgroups,
                        cpus,
                        ids,
                        roots,
                        sharedMounts,
                        devices,
                        commands,
                        networks,
                        guests),
                sharedMounts,
                roots,
                devices,
                hotPlug,
                running,
                cpus,
                guests,
                events,
                clock);
        var tools = new InstanceTools(
                database,
                store,
                instances,
                locks,
                ids,
                new InstanceVolumes(pools, directory),
                intents,
                operations,
                networks,
                hostRules,
                events,
                clock);
        var deleter = new InstanceDeleter(tools, runtime, paths.logs());
        ended.by(deleter);
        var states = new LxcStateReader(runtime, cgroups, pools);
        var views = new InstanceViews(instances, states);
        var interfaces = new InterfaceDefaults(random);
        var filling = new ImageInstance(tools, images.service(), images.volumes());
        InstanceMigration migration = new MigrationParts(tools, pools, images.service(), filling)
                .service(directory, runtime, views, commands);
        var betweenPools = new PoolCopy(commands);
        var followUps = new RefreshFollowUps();
        var creator = new InstanceCreator(
                tools,
                runtime,
                followUps,
                interfaces,
                networks::requireFor,
                new PetNames(random),
                filling,
                migration,
                betweenPools);
        var attach = new ContainerAttach(
                commands,
                options.nativeFiles().resolve("gantry-attach"),
                directory.resolve("containers"),
                container -> paths.logs().resolve(container).resolve("lxc.conf"));
        var updater = new InstanceUpdater(
                tools, new LxcLiveChanges(runtime, cgroups, cpus, guests, hotPlug), interfaces, followUps);
        var snapshots = new Snapshots(tools);
        snapshotUpkeep = new SnapshotUpkeep(snapshots);
        var profileService = new Profiles(database, profiles, store, locks, updater, hostRules, events);
        pools.addUse(new InstancePoolUse(instances));
        pools.addUse(profileService::inPool);
        networks.addUse(profileService::inNetwork);
        networks.addUse(new InstanceNetworkUse(instances));
        routes = Stream.concat(
                        Stream.of(
                                new ProfileRoutes(profileService),
                                new InstanceRoutes(
                                        instances,
                                        views,
                                        creator,
                                        updater,
                                        new InstanceRenamer(tools, runtime, paths.logs()),
                                        new InstanceMover(tools, runtime, betweenPools),
                                        deleter,
                                        new SnapshotRestorer(tools, runtime),
                                        migration),
                                new StateRoutes(instances, states, new StateChanger(tools, runtime, deleter)),
                                new SnapshotRoutes(instances, snapshots, views, migration),
                                new NetworkRoutes(networks),
                                new LogRoutes(instances, paths.logs()),
                                new MetadataRoutes(new InstanceMetadata(instances, locks, pools, events)),
                                new ExecRoutes(new ExecService(
                                        runtime,
                                        key -> instances.find(key).config(),
                                        attach,
                                        operations,
                                        events,
                                        paths.logs())),
                                new FileRoutes(new InstanceFiles(
                                        key -> instances.find(key).record(), runtime, pools, events))),
                        images
                                .routes(
                                        new InstanceSources(database, store, locks, runtime, pools),
                                        profileService::has)
                                .stream())
                .toList();
    }

    /** Breaks the circle between instances that end and what deletes them. */
    private static final class EndedInstances {
        private volatile Optional<InstanceDeleter> deleter = Optional.empty();

        void by(InstanceDeleter newDeleter) {
            deleter = Optional.of(newDeleter);
        }

        void delete(InstanceKey key) {
            deleter.orElseThrow().deleteNow(key);
        }
    }

    List<Routes> routes() {
        return routes;
    }

    /** Takes over what runs; called once the pools are started and cut-off acts are undone. */
    void adopt() {
        networks.startAll();
        sharedMounts.start();
        runtime.adopt();
    }

    /** Starts in the background what is to run. */
    void startAll() {
        snapshotUpkeep.start();
        Thread.ofVirtual().name("autostart").start(() -> runtime.toStart().forEach(this::start));
    }

    private void start(ExpandedInstance instance) {
        InstanceKey key = instance.key();
        try (var _ = locks.acquire(key, "start")) {
            runtime.start(key);
            Thread.sleep(1000L * Integer.parseInt(instance.config().getOrDefault("boot.autostart.delay", "0")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DaemonException failure) {
            LOG.warn("instance {} was not started with the daemon: {}", key, failure.getMessage());
        }
    }

    /** Lets go of the instances, which go on running. */
    void close() {
        guests.close();
        snapshotUpkeep.close();
        runtime.close();
    }

    /** Ends all instances. */
    void shutDown() {
        snapshotUpkeep.close();
        runtime.shutDownAll();
        guests.close();
        runtime.close();
        sharedMounts.stop();
        networks.stopAll();
    }
}
