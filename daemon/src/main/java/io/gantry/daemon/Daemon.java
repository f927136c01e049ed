package io.gantry.daemon;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.Pem;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.daemon.config.OutgoingProxy;
import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.event.EventRoutes;
import io.gantry.daemon.hardware.DriverLinks;
import io.gantry.daemon.hardware.HardwareRoutes;
import io.gantry.daemon.hardware.HostHardware;
import io.gantry.daemon.hardware.MachineKind;
import io.gantry.daemon.http.HttpServer;
import io.gantry.daemon.http.RouteTable;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.Images;
import io.gantry.daemon.image.archive.Architectures;
import io.gantry.daemon.image.archive.ImageUnpacker;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.daemon.log.Log;
import io.gantry.daemon.operation.BackgroundOperations;
import io.gantry.daemon.operation.OperationRoutes;
import io.gantry.daemon.pool.PoolRoutes;
import io.gantry.daemon.pool.Pools;
import io.gantry.daemon.pool.VolumeRoutes;
import io.gantry.daemon.server.EnvironmentReader;
import io.gantry.daemon.server.ServerRoutes;
import io.gantry.daemon.trust.CertificateRoutes;
import io.gantry.daemon.trust.TrustedCertificates;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.btrfs.BtrfsPoolDriver;
import io.gantry.storage.dir.DirPoolDriver;
import io.gantry.storage.idmap.IdmapSupport;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.mount.KernelMounts;
import io.gantry.system.mount.LoopDevices;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A daemon with all of its features. One thread starts and ends it. */
public final class Daemon implements AutoCloseable {
    private final ServerConfig config;
    private final StoredIntents intents;
    private final BackgroundOperations operations;
    private final SqliteDatabase database;
    private final Pools pools;
    private final Images images;
    private final InstanceParts instances;
    private final HttpServer http;

    /**
     * Opens the daemon's directory and its database; nothing runs yet.
     *
     * @param end asks the program to end this daemon and all that it started
     */
    public Daemon(DaemonOptions options, Runnable end) throws IOException {
        Path directory = options.directory();
        CommandRunner commands = new ProcessCommandRunner();
        Identity identity =
                Identity.readOrMake(directory.resolve("server.crt"), directory.resolve("server.key"), Role.SERVER);
        database = SqliteDatabase.open(directory.resolve("database").resolve("gantry.db"));
        var events = new EventBroadcast();
        Log.ofProgram().tell(events);
        operations = new BackgroundOperations(events);
        intents = new StoredIntents(database);
        config = new ServerConfig(database, this::listen);
        ProxySelector.setDefault(new OutgoingProxy(config, name -> Optional.ofNullable(System.getenv(name))));
        var certificates = new TrustedCertificates(database, events, InstantSource.system());
        var paths = new StoragePaths(directory);
        List<PoolDriver> drivers = List.of(
                new DirPoolDriver(paths, commands),
                new BtrfsPoolDriver(paths, commands, new KernelMounts(commands), new LoopDevices(commands)));
        pools = new Pools(database, drivers, intents, events);
        var environment = new EnvironmentReader(
                config,
                new EnvironmentReader.ServerCertificate(Pem.text(identity.certificate()), identity.fingerprint()),
                commands,
                new EnvironmentReader.StorageDrivers(pools::supportedDrivers, pools::usedDrivers),
                () -> new IdmapSupport(commands).isGivenAt(directory));
        images = new Images(
                directory,
                "LXD " + EnvironmentReader.API_VERSION,
                database,
                events,
                operations,
                intents,
                pools,
                commands,
                new ConfiguredImages(config),
                ImageUnpacker.DeviceNodes.KEPT,
                InstantSource.system());
        config.onChange(ServerConfig.CACHE_EXPIRY, images::lookSoon);
        config.onChange(ServerConfig.UPDATE_INTERVAL, images::lookSoon);
        pools.addUse(images.poolUse());
        var routes = new RouteTable();
        for (Routes group : List.of(
                new ServerRoutes(config, environment),
                new HardwareRoutes(new HostHardware(
                        Path.of("/"), Architectures.ofThisHost(), new MachineKind(commands), new DriverLinks())),
                new CertificateRoutes(certificates, config::isTrustPassword),
                new EventRoutes(events),
                new OperationRoutes(operations),
                new InternalRoutes(end),
                new PoolRoutes(pools),
                new VolumeRoutes(pools))) {
            group.register(routes);
        }
        instances = new InstanceParts(options, database, events, operations, intents, pools, images, commands);
        for (Routes group : instances.routes()) {
            group.register(routes);
        }
        http = new HttpServer(
                routes,
                certificates,
                config::corsHeaders,
                TlsContexts.server(identity),
                directory.resolve("unix.socket"),
                options.group());
    }

    /** Undoes what a killed daemon left half-made, starts what should run, and serves the API. */
    public void start() throws Exception {
        http.prepare();
        pools.startAll();
        intents.settle();
        instances.adopt();
        images.start();
        instances.startAll();
        http.start();
        config.value(ServerConfig.HTTPS_ADDRESS).ifPresent(this::listen);
    }

    private void listen(String address) {
        http.listen(address);
    }

    /** Ends the daemon; instances go on running. */
    @Override
    public void close() {
        http.close();
        images.close();
        operations.close();
        instances.close();
        database.close();
    }

    /** Ends the daemon and all that it started: instances, mounts, loop devices. */
    public void shutDown() {
        http.close();
        images.close();
        operations.close();
        instances.shutDown();
        pools.stopAll();
        database.close();
    }
}
