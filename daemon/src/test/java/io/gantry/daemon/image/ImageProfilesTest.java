package io.gantry.daemon.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.server.Connection;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.http.HttpServer;
import io.gantry.daemon.http.RouteTable;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageUnpacker;
import io.gantry.daemon.image.remote.CatalogCache;
import io.gantry.daemon.image.remote.ImageFetcher;
import io.gantry.daemon.image.remote.ImageRefresher;
import io.gantry.daemon.image.remote.ImageServers;
import io.gantry.daemon.image.remote.ImageSettings;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.FingerprintPrefix;
import io.gantry.daemon.image.store.ImageAliasStore;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageLocks;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.ImageStore;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.image.store.PooledImageVolumes;
import io.gantry.daemon.image.transfer.ImageImporter;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.daemon.operation.BackgroundOperations;
import io.gantry.daemon.publish.ImagePublisher;
import io.gantry.daemon.publish.PublishableInstances;
import io.gantry.system.command.ProcessCommandRunner;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images have profiles that there are. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // made before each test
final class ImageProfilesTest {
    private static final String PROJECT = "default";
    private static final String FINGERPRINT = "ab".repeat(32);
    private static final String ONE = "/1.0/images/" + FINGERPRINT;

    @TempDir
    Path folder;

    private SqliteDatabase database;
    private ImageCatalog catalog;
    private BackgroundOperations operations;
    private HttpServer server;
    private HttpConnection client;

    private static final class Settings implements ImageSettings {
        @Override
        public String compressionAlgorithm() {
            return "none";
        }

        @Override
        public Duration autoUpdateInterval() {
            return Duration.ofHours(6);
        }

        @Override
        public boolean autoUpdateCached() {
            return false;
        }

        @Override
        public Duration remoteCacheExpiry() {
            return Duration.ofDays(1);
        }
    }

    @BeforeEach
    void start() throws Exception {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        var clock = InstantSource.system();
        var events = new EventBroadcast(InstantSource.system());
        operations = new BackgroundOperations(events, InstantSource.system(), new Ids(new Random()));
        var store = new ImageStore();
        var aliases = new ImageAliasStore();
        var commands = new ProcessCommandRunner();
        var files = new ImageFiles(folder, new ImageArchiveReader(commands));
        var locks = new ImageLocks();
        var servers =
                new ImageServers("test", new CatalogCache(folder.resolve("cache"), clock), ProxySelector.getDefault());
        catalog = new ImageCatalog(database, store, aliases, events, clock);
        var registrar = new ImageRegistrar(database, store, aliases, files, locks, events);
        var fetcher = new ImageFetcher(servers, files, catalog, registrar, clock);
        var volumes = new PooledImageVolumes(
                database,
                store,
                files,
                new ImageUnpacker(commands, ImageUnpacker.DeviceNodes.LEFT_OUT),
                _ -> {
                    throw new IllegalStateException("no image has a volume here");
                },
                new StoredIntents(database));
        PublishableInstances none = (_, name) -> {
            throw new IllegalStateException("no instance is asked for here, but " + name);
        };
        var deletion = new ImageDeletion(database, store, files, volumes, locks, events);
        var routes = new RouteTable();
        var secrets = new ImageSecrets(operations, () -> "secret", clock);
        KnownProfiles profiles = (_, profile) -> List.of("default", "extra").contains(profile);
        new ImageRoutes(
                        new VisibleImages(catalog, secrets),
                        catalog,
                        deletion,
                        new ImageRefresher(catalog, fetcher, deletion, events),
                        operations,
                        profiles)
                .register(routes);
        new NewImageRoutes(
                        new ImageImporter(files, registrar, clock),
                        new ImageCreation(
                                catalog,
                                fetcher,
                                new ImagePublisher(none, commands, files, registrar, new Settings(), clock),
                                servers),
                        secrets,
                        operations,
                        profiles)
                .register(routes);
        server = new HttpServer(
                routes,
                _ -> false,
                Map::of,
                TlsContexts.server(Identity.readOrMake(folder.resolve("s.crt"), folder.resolve("s.key"), Role.SERVER)),
                folder.resolve("unix.socket"),
                Optional.empty());
        server.prepare();
        server.start();
        client = new HttpConnection(new Endpoint.Unix(folder.resolve("unix.socket")), Optional.empty(), "test");
        var made = new ImageRecord(
                PROJECT,
                new Fingerprint(FINGERPRINT),
                ImageRecord.Content.ofContainer("image.tar", 1, "x86_64", Instant.EPOCH),
                new ImageOptions(false, false, false, Instant.EPOCH, Map.of(), List.of("default", "gone")),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
        database.change(connection -> store.insert(connection, made));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        operations.close();
        database.close();
    }

    private record Answer(int status, String text) {}

    private Answer send(String method, String path, Map<String, String> headers, String body) throws IOException {
        var bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        try (Connection.Reply reply =
                client.send(method, path, headers, new Connection.Body.Bytes("application/json", bytes))) {
            return new Answer(reply.status(), new String(reply.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private List<String> profiles() {
        return catalog.find(PROJECT, new FingerprintPrefix(FINGERPRINT)).profiles();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Profile 'nope' doesn't exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void anImageIsGivenProfilesThatThereAre(String method) throws IOException {
        assertRefused(send(method, ONE, Map.of(), "{\"profiles\": [\"extra\", \"nope\"]}"));
        assertThat(profiles()).containsExactly("default", "gone");
        assertThat(send(method, ONE, Map.of(), "{\"profiles\": [\"extra\"]}").status())
                .isEqualTo(200);
        assertThat(profiles()).containsExactly("extra");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void aProfileThatWentKeepsNobodyFromChangingTheRest(String method) throws IOException {
        String body = "{\"properties\": {\"os\": \"x\"}, \"profiles\": [\"default\", \"gone\"]}";
        assertThat(send(method, ONE, Map.of(), body).status()).isEqualTo(200);
        assertThat(catalog.find(PROJECT, new FingerprintPrefix(FINGERPRINT)).properties())
                .containsEntry("os", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"image\", \"mode\": \"pull\", \"server\": \"https://127.0.0.1:1\", \"alias\": \"a\"}",
                "{\"type\": \"image\", \"mode\": \"push\", \"fingerprint\": \"cd\"}",
                "{\"type\": \"url\", \"url\": \"https://127.0.0.1:1\"}",
                "{\"type\": \"instance\", \"name\": \"c1\"}",
            })
    void anImageIsMadeWithProfilesThatThereAre(String source) throws IOException {
        String body = "{\"profiles\": [\"nope\"], \"source\": " + source + "}";
        assertRefused(send("POST", "/1.0/images", Map.of(), body));
    }

    @Test
    void anArchiveIsTakenWithProfilesThatThereAre() throws IOException {
        assertRefused(send("POST", "/1.0/images", Map.of("X-LXD-profiles", "profile=default&profile=nope"), "archive"));
    }
}
