package io.gantry.daemon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.system.command.ProcessCommandRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from a web server on this machine. */
class ImageFetcherTest {
    private static final FetchTerms CACHED = new FetchTerms(false, true, true);

    @TempDir
    Path folder;

    private final ConcurrentHashMap<String, byte[]> pages = new ConcurrentHashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();
    private HttpServer server;
    private SqliteDatabase database;
    private ImageCatalog catalog;
    private ImageFetcher fetcher;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] page = pages.get(path);
            if (path.startsWith("/image")) {
                downloads.incrementAndGet();
            }
            exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : page.length);
            try (OutputStream out = exchange.getResponseBody()) {
                if (page != null) {
                    out.write(page, 0, path.endsWith("-cut") ? page.length / 2 : page.length);
                }
            }
        });
        server.start();
        database = SqliteDatabase.open(folder.resolve("test.db"));
        var events = new EventBroadcast();
        var store = new ImageStore();
        var aliasStore = new ImageAliasStore();
        var files = new ImageFiles(folder);
        catalog = new ImageCatalog(database, store, aliasStore, events, InstantSource.system());
        var registrar = new ImageRegistrar(database, store, aliasStore, files, new ImageLocks(), events);
        fetcher = new ImageFetcher(
                new ImageServers("test"),
                files,
                catalog,
                new ImageImporter(
                        files, new ImageMetadataReader(new ProcessCommandRunner()), registrar, InstantSource.system()),
                registrar,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        server.stop(0);
        database.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private ImageReference.Remote remote(String path, String protocol) {
        return new ImageReference.Remote(url(path), protocol, "", "", "container", "");
    }

    private ImageRecord fetch(String name, ImageReference.Remote remote) throws InterruptedException {
        return fetcher.fetch("default", name, remote, CACHED, ImageProgress.SILENT);
    }

    private static byte[] archive(String content) {
        return HandMadeTar.image().file("rootfs/content", content).end();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void requireNothingKept() throws IOException {
        assertThat(catalog.list("default")).isEmpty();
        try (var entries = Files.list(folder.resolve("images"))) {
            assertThat(entries).isEmpty();
        }
    }

    /** Puts an image into the server's list. */
    private String offer(String content) throws Exception {
        byte[] image = archive(content);
        pages.put("/image", image);
        pages.put("/streams/v1/index.json", """
                {"index": {"i": {"datatype": "image-downloads", "path": "streams/v1/all.json", "products": ["p"]}}}
                """.getBytes(StandardCharsets.UTF_8));
        pages.put("/streams/v1/all.json", """
                {"products": {"p": {"aliases": "sys", "arch": "amd64", "os": "sys", "versions": {"20240101": {"items": {
                  "i": {"ftype": "lxd_combined.tar.gz", "path": "image", "sha256": "%s", "size": %d}}}}}}}
                """.formatted(sha256(image), image.length)
                .getBytes(StandardCharsets.UTF_8));
        return sha256(image);
    }

    @Test
    void anImageOfASimplestreamsServerIsCachedAndFollowsItsAlias() throws Exception {
        String fingerprint = offer("1");
        ImageRecord image = fetch("sys", remote("", "simplestreams"));
        assertThat(image.fingerprint()).isEqualTo(fingerprint);
        assertThat(image.isCached()).isTrue();
        assertThat(image.isPublic()).isFalse();
        assertThat(image.autoUpdate()).isTrue();
        assertThat(image.source().orElseThrow().alias()).isEqualTo("sys");
        assertThat(image.properties()).containsEntry("serial", "20240101");
    }

    @Test
    void anImageThatManyWantAtOnceIsFetchedOnce() throws Exception {
        offer("1");
        List<Future<ImageRecord>> fetched = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                fetched.add(threads.submit(() -> fetch("sys", remote("", "simplestreams"))));
            }
        }
        for (Future<ImageRecord> each : fetched) {
            assertThat(each.get().fingerprint())
                    .isEqualTo(fetched.getFirst().get().fingerprint());
        }
        assertThat(downloads).hasValue(1);
    }

    @Test
    void otherBytesThanPromisedLeaveNothing() throws Exception {
        offer("1");
        pages.put("/image", archive("2"));
        assertThatThrownBy(() -> fetch("sys", remote("", "simplestreams")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("Hash mismatch");
        requireNothingKept();
    }

    @Test
    void aDownloadThatBreaksOffLeavesNothing() throws Exception {
        byte[] image = archive("1".repeat(100_000));
        pages.put("/image-cut", image);
        assertThatThrownBy(() -> fetch(sha256(image), remote("/image-cut", "direct")))
                .isInstanceOf(DaemonException.class);
        requireNothingKept();
    }

    @Test
    void aHostileImageLeavesNothing() throws Exception {
        byte[] image = HandMadeTar.image().file("rootfs/../../x", "x").end();
        pages.put("/image", image);
        assertThatThrownBy(() -> fetch(sha256(image), remote("/image", "direct")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("not safe");
        requireNothingKept();
    }

    @Test
    void aServerWithoutTheImageIsNamed() {
        assertThatThrownBy(() -> fetch("sys", remote("", "simplestreams")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("127.0.0.1");
        assertThatThrownBy(() -> fetch("x", remote("", "ftp"))).hasMessage("Unsupported protocol: ftp");
    }
}
