package io.gantry.daemon;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.daemon.config.OutgoingProxy;
import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.config.ServerKeys;
import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.event.EventRoutes;
import io.gantry.daemon.exec.ExecFeature;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.file.FileFeature;
import io.gantry.daemon.hardware.HardwareFeature;
import io.gantry.daemon.http.HttpServer;
import io.gantry.daemon.http.RouteTable;
import io.gantry.daemon.image.ImageFeature;
import io.gantry.daemon.image.Images;
import io.gantry.daemon.image.archive.Architectures;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.store.SqlInstanceStore;
import io.gantry.daemon.instance.store.StoredInstances;
import io.gantry.daemon.intent.IntentFeature;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceNetworkUse;
import io.gantry.daemon.lifecycle.InstancePoolUse;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.lifecycle.routes.InstanceFeature;
import io.gantry.daemon.log.Log;
import io.gantry.daemon.metadata.MetadataFeature;
import io.gantry.daemon.migration.MigrationFeature;
import io.gantry.daemon.network.NetworkFeature;
import io.gantry.daemon.network.Networks;
import io.gantry.daemon.operation.BackgroundOperations;
import io.gantry.daemon.operation.OperationFeature;
import io.gantry.daemon.pool.PoolFeature;
import io.gantry.daemon.pool.Pools;
import io.gantry.daemon.profile.ProfileFeature;
import io.gantry.daemon.profile.ProfileStore;
import io.gantry.daemon.publish.InstanceSources;
import io.gantry.daemon.server.ServerFeature;
import io.gantry.daemon.trust.TrustFeature;
import io.gantry.storage.StoragePaths;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A daemon with all of its features. One thread starts and ends it. */
public final class Daemon implements AutoCloseable {
    private final ServerConfig config;
    private final Database database;
    private final EventBroadcast events;
    private final InstanceFeature instances;
    private final List<Feature> features;
    private final HttpServer http;

    /**
     * Opens the daemon's directory and its database; nothing runs yet.
     *
     * @param end asks the program to end this daemon and all that it started
     */
    Daemon(DaemonOptions options, Platform platform, Runnable end) throws IOException {
        Path directory = options.directory();
        Identity identity = identity(directory);
        database = platform.openDatabase(directory.resolve("database").resolve("gantry.db"));
        events = new EventBroadcast(platform.surroundings().clock());
        var operations = new BackgroundOperations(
                events, platform.surroundings().clock(), platform.surroundings().ids());
        var intents = new StoredIntents(database);
        var core = new DaemonCore(directory, platform.surroundings(), database, intents, operations, events);
        config = new ServerConfig(database, this::listen);
        var trust = new TrustFeature(core, config::isTrustPassword);
        var poolFeature = new PoolFeature(core, platform.poolDrivers(new StoragePaths(directory)));
        Pools pools = poolFeature.pools();
        var networkFeature = new NetworkFeature(core);
        Networks networks = networkFeature.networks();
        var images = new Images(core, pools, config);

        var store = new SqlInstanceStore();
        var profileStore = new ProfileStore();
        var locks = new HeldLocks();
        Instances records = new StoredInstances(database, store, profileStore, this::deleteEnded);
        InstanceEngine engine = platform.engine(core, records, locks, pools, networks);
        var tools =
                new InstanceTools(core, store, records, locks, new InstanceVolumes(pools, directory), networks, engine);
        var filling = new ImageInstance(tools.volumes(), images.volumes());
        var migration = new MigrationFeature(tools, pools, images.service(), filling);
        instances = new InstanceFeature(tools, images.service(), filling, migration.service(), networks::requireFor);
        var profileFeature =
                new ProfileFeature(core, profileStore, store, locks, instances.profiled(), engine.hostRules());
        var profiles = profileFeature.profiles();
        pools.addUses(images.poolUse(), new InstancePoolUse(records), profiles::inPool);
        networks.addUses(profiles::inNetwork, new InstanceNetworkUse(records));

        features = List.of(
                new ServerFeature(core, config, identity, pools, end),
                trust,
                Feature.of(new EventRoutes(events)),
                new HardwareFeature(core, Architectures.ofThisHost()),
                poolFeature,
                migration,
                new IntentFeature(intents),
                networkFeature,
                engine,
                new OperationFeature(operations),
                new ImageFeature(
                        images, new InstanceSources(database, store, locks, engine.runtime(), pools), profiles::has),
                instances,
                profileFeature,
                new MetadataFeature(core, records, locks, pools),
                new ExecFeature(core, records, engine.runtime(), platform.containerExec(directory)),
                new FileFeature(core, records, engine.runtime(), pools));
        http = new HttpServer(
                routes(features),
                trust.certificates(),
                config::corsHeaders,
                TlsContexts.server(identity),
                directory.resolve("unix.socket"),
                options.group());
    }

    private static Identity identity(Path directory) throws IOException {
        return Identity.readOrMake(directory.resolve("server.crt"), directory.resolve("server.key"), Role.SERVER);
    }

    private static RouteTable routes(List<Feature> features) {
        var routes = new RouteTable();
        features.stream().flatMap(feature -> feature.routes().stream()).forEach(group -> group.register(routes));
        return routes;
    }

    /** Gives to this daemon what a process has once: its log is told as events, and it decides through which proxies. */
    void ownProcess() {
        Log.ofProgram().tell(events);
        ProxySelector.setDefault(new OutgoingProxy(config, name -> Optional.ofNullable(System.getenv(name))));
    }

    /** Undoes what a killed daemon left half-made, starts what should run, and serves the API. */
    public void start() throws Exception {
        http.prepare();
        features.forEach(Feature::start);
        http.start();
        config.find(ServerKeys.HTTPS_ADDRESS).ifPresent(this::listen);
    }

    private void listen(String address) {
        http.listen(address);
    }

    private void deleteEnded(InstanceKey key) {
        instances.deleteEnded(key);
    }

    /** Ends the daemon; instances go on running. */
    @Override
    public void close() {
        http.close();
        features.reversed().forEach(Feature::close);
        database.close();
    }

    /** Ends the daemon and all that it started: instances, mounts, loop devices. */
    public void shutDown() {
        http.close();
        features.reversed().forEach(Feature::shutDown);
        database.close();
    }
}
