package io.gantry.daemon.image.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ImageAlias;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageUnpacker;
import io.gantry.daemon.image.store.ImageAliasStore;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageLocks;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.ImageStore;
import io.gantry.daemon.image.store.PooledImageVolumes;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.daemon.operation.Progress;
import io.gantry.system.command.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of images with time, which here goes on only when a test says so. */
class ImageUpkeepTest {
    private static final String PROJECT = "default";
    private static final Duration KEPT = Duration.ofDays(10);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Duration expiry = KEPT;
    private final InstantSource clock = () -> now;
    private final CountDownLatch asked = new CountDownLatch(1);
    private StreamServer server;
    private SqliteDatabase database;
    private ImageCatalog catalog;
    private KeptImages images;
    private ImageUpkeep upkeep;

    @BeforeEach
    void open() throws IOException {
        server = StreamServer.start();
        database = SqliteDatabase.open(folder.resolve("test.db"));
        var events = new EventBroadcast();
        var store = new ImageStore();
        var aliases = new ImageAliasStore();
        var commands = new ProcessCommandRunner();
        var files = new ImageFiles(folder, new ImageArchiveReader(commands));
        var locks = new ImageLocks();
        catalog = new ImageCatalog(database, store, aliases, events, clock);
        var registrar = new ImageRegistrar(database, store, aliases, files, locks, events);
        var fetcher = new ImageFetcher(
                new ImageServers("test", new CatalogCache(folder.resolve("cache"), InstantSource.system())),
                files,
                catalog,
                registrar,
                clock);
        var volumes = new PooledImageVolumes(
                database,
                store,
                files,
                new ImageUnpacker(commands, ImageUnpacker.DeviceNodes.LEFT_OUT),
                _ -> {
                    throw new IllegalStateException("no image has a volume here");
                },
                new StoredIntents(database));
        var deletion = new ImageDeletion(database, store, files, volumes, locks, events);
        images = new KeptImages(catalog, fetcher, new Settings());
        upkeep = new ImageUpkeep(
                catalog, new ImageRefresher(catalog, fetcher, deletion, events), deletion, new Settings(), clock);
    }

    private final class Settings implements ImageSettings {
        @Override
        public String compressionAlgorithm() {
            return "none";
        }

        @Override
        public Duration autoUpdateInterval() {
            asked.countDown();
            return Duration.ofHours(6);
        }

        @Override
        public boolean autoUpdateCached() {
            return true;
        }

        @Override
        public Duration remoteCacheExpiry() {
            return expiry;
        }
    }

    @AfterEach
    void close() {
        upkeep.close();
        server.close();
        database.close();
    }

    private ImageRecord launched() throws InterruptedException {
        var remote = new ImageReference.Remote(server.url(""), "simplestreams", "", "", "container", "");
        return images.ensureLocal(new ImageReference(PROJECT, "sys", Map.of(), Optional.of(remote)), Progress.SILENT);
    }

    private List<String> fingerprints() {
        return catalog.list(PROJECT).stream().map(ImageRecord::fingerprint).toList();
    }

    @Test
    void aCachedImageGoesSoManyDaysAfterItsLastUse() throws Exception {
        server.offer("1");
        launched();
        now = now.plus(KEPT).minusSeconds(1);
        launched();
        now = now.plus(KEPT).minusSeconds(1);
        upkeep.run();
        assertThat(fingerprints()).hasSize(1);

        now = now.plusSeconds(1);
        upkeep.run();

        assertThat(fingerprints()).isEmpty();
    }

    @Test
    void anExpiryOfNothingRemovesWhatIsCachedAndLeavesTheRest() throws Exception {
        server.offer("1");
        ImageRecord copied = launched();
        catalog.change(copied, image -> image.withCached(false).withAutoUpdate(false));
        server.offer("2");
        ImageRecord cached = launched();
        assertThat(fingerprints()).containsExactlyInAnyOrder(copied.fingerprint(), cached.fingerprint());

        expiry = Duration.ZERO;
        upkeep.run();

        assertThat(fingerprints()).containsExactly(copied.fingerprint());
    }

    @Test
    void anImageIsReplacedByWhatItsAliasThereMeansNow() throws Exception {
        server.offer("1");
        ImageRecord old = launched();
        catalog.addAliases(old, List.of(new ImageAlias("mine", "")));
        String newer = server.offer("2");

        upkeep.run();

        assertThat(fingerprints()).containsExactly(newer);
        ImageRecord image = catalog.resolve(new ImageReference(PROJECT, "mine", Map.of(), Optional.empty()));
        assertThat(image.fingerprint()).isEqualTo(newer);
        assertThat(image.isCached()).isTrue();
        assertThat(launched().fingerprint()).isEqualTo(newer);
    }

    @Test
    void betweenTwoUpdatesTheServerIsLeftAlone() throws Exception {
        server.offer("1");
        String fingerprint = launched().fingerprint();
        upkeep.run();
        server.offer("2");
        now = now.plus(Duration.ofHours(5));
        upkeep.run();
        assertThat(fingerprints()).containsExactly(fingerprint);

        now = now.plus(Duration.ofHours(1));
        upkeep.run();

        assertThat(fingerprints()).doesNotContain(fingerprint).hasSize(1);
    }

    @Test
    void theFirstLookIsRightAfterTheStart() throws Exception {
        upkeep.start();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
