package io.gantry.daemon.image;

import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.config.ServerKeys;
import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageUnpacker;
import io.gantry.daemon.image.remote.CatalogCache;
import io.gantry.daemon.image.remote.ImageFetcher;
import io.gantry.daemon.image.remote.ImagePusher;
import io.gantry.daemon.image.remote.ImageRefresher;
import io.gantry.daemon.image.remote.ImageServers;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.image.remote.ImageUpkeep;
import io.gantry.daemon.image.remote.KeptImages;
import io.gantry.daemon.image.store.ImageAliasStore;
import io.gantry.daemon.image.store.ImageAliases;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageLocks;
import io.gantry.daemon.image.store.ImagePoolUse;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.ImageStore;
import io.gantry.daemon.image.store.ImageVolumes;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.image.store.PooledImageVolumes;
import io.gantry.daemon.image.transfer.ImageExports;
import io.gantry.daemon.image.transfer.ImageImporter;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.pool.PoolUse;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.daemon.publish.ImagePublisher;
import io.gantry.daemon.publish.PublishableInstances;
import io.gantry.daemon.server.EnvironmentReader;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/** Puts together everything that has to do with images. */
public final class Images implements AutoCloseable {
    /** What other servers are told of this program: some give clients that are not LXD's other answers. */
    private static final String USER_AGENT = "LXD " + EnvironmentReader.API_VERSION;

    private final ImageService service;
    private final ImageVolumes volumes;
    private final PoolUse poolUse;
    private final ImageUpkeep upkeep;
    private final BiFunction<PublishableInstances, KnownProfiles, List<Routes>> routes;

    /** Removes what a killed daemon has left of images that were on their way in. */
    public Images(DaemonCore core, StoragePools pools, ServerConfig config) throws IOException {
        Database database = core.database();
        Events events = core.events();
        CommandRunner commands = core.surroundings().commands();
        InstantSource clock = core.surroundings().clock();
        var settings = new ConfiguredImages(config);
        var store = new ImageStore();
        var aliasStore = new ImageAliasStore();
        var files = new ImageFiles(core.directory(), new ImageArchiveReader(commands));
        files.sweep(database.inTransaction(store::fingerprints));
        var locks = new ImageLocks();
        var servers = new ImageServers(
                USER_AGENT,
                new CatalogCache(core.directory().resolve("cache/simplestreams"), clock),
                ProxySelector.getDefault());
        var catalog = new ImageCatalog(database, store, aliasStore, events, clock);
        var registrar = new ImageRegistrar(database, store, aliasStore, files, locks, events);
        var importer = new ImageImporter(files, registrar, clock);
        var fetcher = new ImageFetcher(servers, files, catalog, registrar, clock);
        var exports = new ImageExports(files, core.surroundings().ids());
        volumes = new PooledImageVolumes(
                database,
                store,
                files,
                new ImageUnpacker(commands, ImageUnpacker.DeviceNodes.KEPT),
                pools::started,
                core.intents());
        poolUse = new ImagePoolUse(database, store, volumes);
        var deletion = new ImageDeletion(database, store, files, volumes, locks, events);
        var refresher = new ImageRefresher(catalog, fetcher, deletion, events);
        service = new KeptImages(catalog, fetcher, settings);
        upkeep = new ImageUpkeep(catalog, refresher, deletion, settings, clock);
        config.onChange(ServerKeys.REMOTE_CACHE_EXPIRY, upkeep::lookSoon);
        config.onChange(ServerKeys.AUTO_UPDATE_INTERVAL, upkeep::lookSoon);
        var secrets = new ImageSecrets(core.operations(), core.surroundings().ids()::secret, clock);
        var visible = new VisibleImages(catalog, secrets);
        var operations = core.operations();
        routes = (instances, profiles) -> List.of(
                new ImageAliasRoutes(new ImageAliases(database, store, aliasStore, events)),
                new ImageRoutes(visible, catalog, deletion, refresher, operations, profiles),
                new NewImageRoutes(
                        importer,
                        new ImageCreation(
                                catalog,
                                fetcher,
                                new ImagePublisher(instances, commands, files, registrar, settings, clock),
                                servers),
                        secrets,
                        operations,
                        profiles),
                new ImageTransferRoutes(
                        visible, exports, new ImagePusher(servers, exports), secrets, operations, events));
    }

    /** Images for instances. */
    public ImageService service() {
        return service;
    }

    /** What images have in pools. */
    public PoolUse poolUse() {
        return poolUse;
    }

    /** Unpacked images in pools. */
    public ImageVolumes volumes() {
        return volumes;
    }

    /** The routes, once; {@code instances} are what images can be made of, {@code profiles} what they can be given. */
    public List<Routes> routes(PublishableInstances instances, KnownProfiles profiles) {
        return routes.apply(instances, profiles);
    }

    /** Begins the hourly upkeep; called once the pools are started. */
    public void start() {
        upkeep.start();
    }

    @Override
    public void close() {
        upkeep.close();
    }
}
