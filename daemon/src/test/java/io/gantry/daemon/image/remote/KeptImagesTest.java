package io.gantry.daemon.image.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImageSource;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.HandMadeTar;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageUnpacker;
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
import io.gantry.daemon.image.store.PooledImageVolumes;
import io.gantry.daemon.image.transfer.ImageImporter;
import io.gantry.daemon.image.transfer.ImageImporter.Upload;
import io.gantry.daemon.image.transfer.UploadOptions;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import io.gantry.storage.dir.DirPoolDriver;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images on a real database, real files and a real pool. */
@NeedsRoot
class KeptImagesTest {
    private static final String PROJECT = "default";

    @TempDir
    Path folder;

    private final CommandRunner commands = new ProcessCommandRunner();
    private final ImageStore store = new ImageStore();
    private final ImageAliasStore aliasStore = new ImageAliasStore();
    private SqliteDatabase database;
    private ImageFiles files;
    private ImageCatalog catalog;
    private ImageAliases aliases;
    private ImageImporter importer;
    private ImageDeletion deletion;
    private PooledImageVolumes volumes;
    private StoragePool pool;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        var events = new EventBroadcast(InstantSource.system());
        files = new ImageFiles(folder, new ImageArchiveReader(commands));
        catalog = new ImageCatalog(database, store, aliasStore, events, InstantSource.system());
        aliases = new ImageAliases(database, store, aliasStore, events);
        var locks = new ImageLocks();
        importer = new ImageImporter(
                files, new ImageRegistrar(database, store, aliasStore, files, locks, events), InstantSource.system());
        var driver = new DirPoolDriver(new StoragePaths(folder), commands);
        pool = driver.start(driver.create(new PoolDefinition("p", Map.of())));
        volumes = makeVolumes(new StoredIntents(database));
        deletion = new ImageDeletion(database, store, files, volumes, locks, events);
    }

    private PooledImageVolumes makeVolumes(StoredIntents intents) {
        return new PooledImageVolumes(
                database,
                store,
                files,
                new ImageUnpacker(commands, ImageUnpacker.DeviceNodes.LEFT_OUT),
                _ -> pool,
                intents);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    private ImageRecord imported(byte[] archive, String... names) throws Exception {
        var wanted = new UploadOptions(
                false,
                false,
                Map.of("added", "yes"),
                Optional.empty(),
                List.of(names).stream().map(name -> new ImageAlias(name, "")).toList(),
                ImageOptions.DEFAULT_PROFILES);
        try (Upload upload = importer.receive("", "image.tar", new ByteArrayInputStream(archive))) {
            return importer.keep(PROJECT, upload, null, wanted);
        }
    }

    private static byte[] archive(String content) {
        return HandMadeTar.image().file("rootfs/content", content).end();
    }

    private static ImageReference local(String name) {
        return new ImageReference(PROJECT, name, Map.of(), Optional.empty());
    }

    private List<Path> imageFiles() throws IOException {
        try (var entries = Files.list(folder.resolve("images"))) {
            return entries.toList();
        }
    }

    @Test
    void anImageIsFoundByAliasDigitsAndProperties() throws Exception {
        ImageRecord image = imported(archive("1"), "one");
        assertThat(catalog.resolve(local("one"))).isEqualTo(image);
        assertThat(catalog.resolve(local(image.fingerprint().hex().substring(0, 12))))
                .isEqualTo(image);
        assertThat(catalog.resolve(new ImageReference(PROJECT, "", Map.of("os", "test"), Optional.empty())))
                .isEqualTo(image);
        assertThat(image.properties()).containsOnly(Map.entry("os", "test"), Map.entry("added", "yes"));
        assertThatThrownBy(() -> catalog.resolve(local("two")))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.NOT_FOUND));
    }

    @Test
    void theSameImageIsKeptOnce() throws Exception {
        imported(archive("1"));
        assertThatThrownBy(() -> imported(archive("1"))).hasMessage("Image with same fingerprint already exists");
        assertThat(catalog.list(PROJECT)).hasSize(1);
        assertThat(imageFiles()).hasSize(1);
    }

    @Test
    void aTakenAliasLeavesNothingOfTheImage() throws Exception {
        imported(archive("1"), "one");
        assertThatThrownBy(() -> imported(archive("2"), "two", "one")).hasMessageContaining("one");
        assertThat(catalog.list(PROJECT)).hasSize(1);
        assertThat(imageFiles()).hasSize(1);
        assertThat(aliases.list(PROJECT, ImageAliases.Visibility.ALL)).hasSize(1);
    }

    @Test
    void anotherFingerprintThanExpectedIsRefused() throws Exception {
        var expected = new Fingerprint("0".repeat(64));
        try (Upload upload = importer.receive("", "", new ByteArrayInputStream(archive("1")))) {
            assertThatThrownBy(() -> importer.keep(PROJECT, upload, expected, UploadOptions.NONE))
                    .hasMessageStartingWith("fingerprints don't match");
        }
        assertThat(imageFiles()).isEmpty();
    }

    @Test
    void whatAKilledDaemonLeftGoesAtTheNextStart() throws Exception {
        ImageRecord image = imported(archive("1"));
        Files.createDirectories(folder.resolve("images/incoming-1/scratch-metadata"));
        Files.writeString(folder.resolve("images/incoming-1/scratch-metadata/metadata.yaml"), "x");
        Files.writeString(folder.resolve("images/" + "a".repeat(64)), "half");
        Files.writeString(folder.resolve("images/" + "a".repeat(64) + ".rootfs"), "half");
        files.sweep(database.inTransaction(store::fingerprints));
        assertThat(imageFiles())
                .containsExactly(
                        folder.resolve("images").resolve(image.fingerprint().hex()));
    }

    @Test
    void aRecordComesBackAsItWasWritten() throws Exception {
        ImageRecord image = imported(archive("1"))
                .with(options -> options.withPublic(true)
                        .withProfiles(List.of("b", "a"))
                        .withProperties(Map.of("x", "y", "empty", "")));
        var source = new ImageSource("alias", "pem", "lxd", "https://there", "container");
        var followed = new ImageRecord(
                PROJECT,
                new Fingerprint("f".repeat(64)),
                ImageRecord.Content.ofContainer(
                        "file", 5, "x86_64", image.content().createdAt()),
                new ImageOptions(false, true, true, image.options().expiresAt(), Map.of(), List.of()),
                image.uploadedAt(),
                image.lastUsedAt(),
                Optional.of(source));
        database.inTransaction(connection -> {
            store.update(connection, image);
            store.insert(connection, followed);
            return true;
        });
        assertThat(catalog.findExact(PROJECT, image.fingerprint()))
                .contains(image.with(options -> options.withProperties(Map.of("x", "y"))));
        var remote = new ImageReference.Remote("https://there", "lxd", "pem", "", "container", "");
        for (String name : List.of("alias", followed.fingerprint().hex())) {
            assertThat(catalog.findFetched(new ImageReference(PROJECT, name, Map.of(), Optional.of(remote)), remote))
                    .contains(followed);
        }
    }

    @Test
    void aNewerImageTakesTheNamesOfTheOld() throws Exception {
        ImageRecord old = imported(archive("1"), "one", "two");
        ImageRecord newer = imported(archive("2"));
        catalog.supersede(old, newer);
        deletion.delete(old);
        assertThat(catalog.resolve(local("one")).fingerprint()).isEqualTo(newer.fingerprint());
        assertThat(aliases.list(PROJECT, ImageAliases.Visibility.ALL)).hasSize(2);
        assertThat(imageFiles()).hasSize(1);
    }

    @Test
    void aVolumeIsMadeOnceHoweverManyWantIt() throws Exception {
        ImageRecord image = imported(archive("1"));
        List<Future<Volume>> made = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                made.add(threads.submit(() -> volumes.ensure("p", image.fingerprint())));
            }
        }
        for (Future<Volume> volume : made) {
            assertThat(pool.volumes().exists(volume.get())).isTrue();
        }
        Path path = pool.volumes().path(Volume.image("p", image.fingerprint().hex()));
        assertThat(path.resolve("rootfs/content")).hasContent("1");
        List<Fingerprint> known = database.inTransaction(connection -> store.volumesIn(connection, "p"));
        assertThat(known).containsExactly(image.fingerprint());
    }

    @Test
    void anImageThatCannotBeUnpackedLeavesNoVolume() throws Exception {
        ImageRecord image = imported(archive("1"));
        Files.write(files.metadata(image.fingerprint()), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> volumes.ensure("p", image.fingerprint())).isInstanceOf(DaemonException.class);
        assertThat(pool.volumes().exists(Volume.image("p", image.fingerprint().hex())))
                .isFalse();
    }

    @Test
    void aVolumeThatAKilledDaemonWasMakingIsRemovedAtTheNextStart() throws Exception {
        ImageRecord image = imported(archive("1"));
        Volume volume = Volume.image("p", image.fingerprint().hex());
        var killed = new StoredIntents(database);
        makeVolumes(killed);
        killed.begin(
                "image-volume",
                Map.of("pool", "p", "fingerprint", image.fingerprint().hex()));
        pool.volumes().create(volume);

        var next = new StoredIntents(database);
        var after = makeVolumes(next);
        next.settle();
        assertThat(pool.volumes().exists(volume)).isFalse();
        assertThat(pool.volumes().exists(after.ensure("p", image.fingerprint())))
                .isTrue();
    }

    @Test
    void aDeletedImageIsGoneWithItsVolumesAndAliases() throws Exception {
        ImageRecord image = imported(archive("1"), "one");
        Volume volume = volumes.ensure("p", image.fingerprint());
        deletion.delete(image);
        assertThat(pool.volumes().exists(volume)).isFalse();
        assertThat(imageFiles()).isEmpty();
        assertThat(aliases.list(PROJECT, ImageAliases.Visibility.ALL)).isEmpty();
        assertThatThrownBy(() -> deletion.delete(image)).hasMessage("Image not found");
    }
}
