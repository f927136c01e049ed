package io.gantry.daemon.image;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImageSource;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.image.archive.HandMadeTar;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.remote.CatalogCache;
import io.gantry.daemon.image.remote.ImageFetcher;
import io.gantry.daemon.image.remote.ImageRefresher;
import io.gantry.daemon.image.remote.ImageServers;
import io.gantry.daemon.image.remote.ImageSettings;
import io.gantry.daemon.image.remote.ImageUpkeep;
import io.gantry.daemon.image.remote.KeptImages;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageAliasStore;
import io.gantry.daemon.image.store.ImageAliases;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageLocks;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.ImageStore;
import io.gantry.daemon.image.store.ImageVolumes;
import io.gantry.daemon.image.transfer.ImageExports;
import io.gantry.daemon.image.transfer.ImageImporter;
import io.gantry.daemon.image.transfer.UploadOptions;
import io.gantry.storage.Volume;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.effect.Effects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Images on a database and files in a folder of a test, without root. Volumes are names in a list, time goes on only when
 * a test says so, and each effect may be made to fail.
 */
public final class TestImages implements AutoCloseable {
    public static final String PROJECT = "default";

    public final Effects effects = new Effects();
    public final Settings settings = new Settings();
    private final List<String> events = new ArrayList<>();
    public final List<Fingerprint> volumes = new ArrayList<>();
    public final CommandRunner commands = new ProcessCommandRunner();
    /** What connections to other servers go through; null for none. */
    public @Nullable InetSocketAddress proxy;

    public Instant now = Instant.parse("2026-01-01T00:00:00Z");
    public final InstantSource clock = () -> now;

    public final Path folder;
    public final Database database;
    public final ImageStore store = new ImageStore();
    public final ImageFiles files;
    public final ImageCatalog catalog;
    public final ImageAliases aliases;
    public final ImageRegistrar registrar;
    public final ImageImporter importer;
    public final ImageDeletion deletion;
    public final ImageServers servers;
    public final ImageFetcher fetcher;
    public final ImageRefresher refresher;
    public final KeptImages service;
    public final ImageUpkeep upkeep;
    public final ImageExports exports;

    /** As the rest tells it. */
    public final Events told = new ToldEvents();

    /** Runs after each effect that went well, on the thread that had it. */
    public Runnable afterEffect = () -> {};

    private final SqliteDatabase sqlite;

    public TestImages(Path folder) throws IOException {
        this.folder = folder;
        sqlite = SqliteDatabase.open(folder.resolve("test.db"));
        database = new CountedDatabase();
        var aliasStore = new ImageAliasStore();
        var locks = new ImageLocks();
        files = new ImageFiles(folder, new ImageArchiveReader(commands));
        catalog = new ImageCatalog(database, store, aliasStore, told, clock);
        aliases = new ImageAliases(database, store, aliasStore, told);
        registrar = new ImageRegistrar(database, store, aliasStore, files, locks, told);
        importer = new ImageImporter(files, registrar, clock);
        deletion = new ImageDeletion(database, store, files, new NamedVolumes(), locks, told);
        servers = new ImageServers("test", new CatalogCache(folder.resolve("cache"), clock), new TestProxies());
        fetcher = new ImageFetcher(servers, files, catalog, registrar, clock);
        refresher = new ImageRefresher(catalog, fetcher, deletion, told);
        service = new KeptImages(catalog, fetcher, settings);
        upkeep = new ImageUpkeep(catalog, refresher, deletion, settings, clock);
        exports = new ImageExports(files, new Ids(new Random()));
    }

    /** What the server's configuration says, for tests to change. */
    public static final class Settings implements ImageSettings {
        public String compression = "none";
        public Duration updateInterval = Duration.ofHours(6);
        public boolean updateCached = true;
        public Duration cacheExpiry = Duration.ofDays(10);

        @Override
        public String compressionAlgorithm() {
            return compression;
        }

        @Override
        public Duration autoUpdateInterval() {
            return updateInterval;
        }

        @Override
        public boolean autoUpdateCached() {
            return updateCached;
        }

        @Override
        public Duration remoteCacheExpiry() {
            return cacheExpiry;
        }
    }

    private final class CountedDatabase implements Database {
        @Override
        public <T> T inTransaction(Transaction<T> transaction) {
            effects.happen("transaction");
            T result = sqlite.inTransaction(transaction);
            afterEffect.run();
            return result;
        }

        @Override
        public void close() {
            sqlite.close();
        }
    }

    private final class ToldEvents implements Events {
        private final Events broadcast = new EventBroadcast(InstantSource.system());

        @Override
        public void lifecycle(String action, String source, Map<String, Object> context) {
            synchronized (events) {
                events.add(action + " " + source);
                events.notifyAll();
            }
            broadcast.lifecycle(action, source, context);
        }

        @Override
        public void operation(io.gantry.api.Operation operation) {
            broadcast.operation(operation);
        }
    }

    private final class NamedVolumes implements ImageVolumes {
        @Override
        public Volume ensure(String pool, Fingerprint fingerprint) {
            effects.happen("make volume");
            volumes.add(fingerprint);
            return Volume.image(pool, fingerprint.hex());
        }

        @Override
        public void unpack(Fingerprint fingerprint, Path directory) {
            throw new IllegalStateException("nothing is unpacked here");
        }

        @Override
        public void remove(Fingerprint fingerprint) {
            effects.happen("remove volumes");
            volumes.remove(fingerprint);
            afterEffect.run();
        }

        @Override
        public void removeAllIn(String pool) {
            throw new IllegalStateException("no pool goes here");
        }
    }

    /** What was told so far, such as {@code image-created /1.0/images/FINGERPRINT}. */
    public List<String> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Returns when something with this name was told. */
    public void awaitEvent(String action) throws InterruptedException {
        synchronized (events) {
            while (events.stream().noneMatch(event -> event.startsWith(action + " "))) {
                events.wait();
            }
        }
    }

    /** A whole image in one archive. */
    public static byte[] archive(String content) {
        return HandMadeTar.image().file("rootfs/content", content).end();
    }

    /** As a trusted client uploads it. */
    public ImageRecord imported(byte[] archive, String... names) throws InterruptedException {
        var wanted = new UploadOptions(
                false,
                false,
                Map.of("added", "yes"),
                Optional.empty(),
                List.of(names).stream().map(name -> new ImageAlias(name, "")).toList(),
                ImageOptions.DEFAULT_PROFILES);
        try (var upload = importer.receive("", "image.tar", new ByteArrayInputStream(archive))) {
            return importer.keep(PROJECT, upload, null, wanted);
        }
    }

    private final class TestProxies extends ProxySelector {
        @Override
        public List<Proxy> select(URI target) {
            return proxy == null ? List.of(Proxy.NO_PROXY) : List.of(new Proxy(Proxy.Type.HTTP, proxy));
        }

        @Override
        public void connectFailed(URI target, SocketAddress address, IOException reason) {
            // Whoever connects is told by the exception.
        }
    }

    /** A record without files. */
    public ImageRecord record(String fingerprint, ImageOptions options, Optional<ImageSource> source) {
        return new ImageRecord(
                PROJECT,
                new Fingerprint(fingerprint),
                ImageRecord.Content.ofContainer("image.tar", 1, "x86_64", Instant.EPOCH),
                options,
                Instant.EPOCH,
                Instant.EPOCH,
                source);
    }

    /** Private, not cached, kept for ever. */
    public static ImageOptions plain() {
        return new ImageOptions(false, false, false, Instant.EPOCH, Map.of(), ImageOptions.DEFAULT_PROFILES);
    }

    public static ImageReference named(String name) {
        return new ImageReference(PROJECT, name, Map.of(), Optional.empty());
    }

    public List<String> fingerprints() {
        return catalog.list(PROJECT).stream()
                .map(image -> image.fingerprint().hex())
                .toList();
    }

    /** The names of all that is below {@code images}. */
    public List<String> fileNames() throws IOException {
        try (var entries = Files.list(folder.resolve("images"))) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** What a daemon does first when it starts after a crash. */
    public void sweep() {
        files.sweep(database.inTransaction(store::fingerprints));
    }

    /**
     * Whether there is nothing half: each image with its files, no files without image, no volume of none.
     *
     * @throws AssertionError where there is
     */
    public void requireWhole() throws IOException {
        var expected = new TreeSet<String>();
        for (ImageRecord image : catalog.list(PROJECT)) {
            expected.add(image.fingerprint().hex());
        }
        var found = new TreeSet<String>();
        fileNames().forEach(name -> found.add(name.replace(".rootfs", "")));
        if (!expected.equals(found)) {
            throw new AssertionError("images " + expected + " have files " + found);
        }
        for (Fingerprint volume : volumes) {
            if (!expected.contains(volume.hex())) {
                throw new AssertionError("a volume of no image: " + volume);
            }
        }
    }

    @Override
    public void close() {
        upkeep.close();
        sqlite.close();
    }
}
