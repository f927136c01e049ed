package io.gantry.daemon.image.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.TestImages;
import io.gantry.daemon.image.archive.HandMadeTar;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Fetching from a web server on this machine. */
class ImageFetcherTest {
    private static final FetchOptions CACHED = new FetchOptions(false, true, true);

    @TempDir
    Path folder;

    private StreamServer server;
    private TestImages images;
    private ImageCatalog catalog;

    @BeforeEach
    void open() throws IOException {
        server = StreamServer.start();
        images = new TestImages(folder);
        catalog = images.catalog;
    }

    @AfterEach
    void close() {
        server.close();
        images.close();
    }

    private ImageReference.Remote remote(String path, String protocol) {
        return new ImageReference.Remote(server.url(path), protocol, "", "", "container", "");
    }

    private ImageRecord fetch(String name, ImageReference.Remote remote) throws InterruptedException {
        return images.fetcher.fetch("default", name, remote, CACHED, Progress.SILENT);
    }

    private void requireNothingKept() throws IOException {
        assertThat(catalog.list("default")).isEmpty();
        try (var entries = Files.list(folder.resolve("images"))) {
            assertThat(entries).isEmpty();
        }
    }

    @Test
    void anImageOfASimplestreamsServerIsCachedAndFollowsItsAlias() throws Exception {
        String fingerprint = server.offer("1");
        ImageRecord image = fetch("sys", remote("", "simplestreams"));
        assertThat(image.fingerprint()).hasToString(fingerprint);
        assertThat(image.isCached()).isTrue();
        assertThat(image.isPublic()).isFalse();
        assertThat(image.autoUpdate()).isTrue();
        assertThat(image.source().orElseThrow().alias()).isEqualTo("sys");
        assertThat(image.properties()).containsEntry("serial", "20240101");
    }

    private static ImageReference named(String name, ImageReference.Remote remote) {
        return new ImageReference("default", name, Map.of(), Optional.of(remote));
    }

    @Test
    void aCachedImageIsThereAlsoWhenItsServerIsGone() throws Exception {
        String fingerprint = server.offer("1");
        var remote = remote("", "simplestreams");
        fetch("sys", remote);
        var direct = remote("/image", "direct");
        images.settings.updateInterval = Duration.ZERO;
        images.service.ensureLocal(named(fingerprint, direct), Progress.SILENT);
        server.close();
        for (Duration interval : List.of(Duration.ZERO, Duration.ofHours(1))) {
            images.settings.updateInterval = interval;
            // By the alias that it came by, by another, by its fingerprint and by its first digits.
            for (String name : List.of("sys", "other/sys", fingerprint, fingerprint.substring(0, 12))) {
                assertThat(images.service
                                .ensureLocal(named(name, remote), Progress.SILENT)
                                .fingerprint())
                        .as(name)
                        .hasToString(fingerprint);
            }
            assertThatThrownBy(() -> images.service.ensureLocal(named("never", remote), Progress.SILENT))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("couldn't be found");
        }
    }

    @Test
    void whatIsNoCatalogDoesNotTakeThePlaceOfOneThatWas() throws Exception {
        String fingerprint = server.offer("1");
        var remote = remote("", "simplestreams");
        fetch("sys", remote);
        server.put("/streams/v1/index.json", "<html>please log in</html>".getBytes(StandardCharsets.UTF_8));
        assertThat(fetch("other/sys", remote).fingerprint()).hasToString(fingerprint);
        assertThat(fetch("other/sys", remote).fingerprint()).hasToString(fingerprint);
    }

    @Test
    void theCacheOfCatalogsDoesNotGrowForEver() throws Exception {
        var cache = new CatalogCache(folder.resolve("pages"), InstantSource.system());
        for (int i = 0; i < 60; i++) {
            cache.keep(URI.create("https://host/" + i), new byte[] {1});
        }
        try (var files = Files.list(folder.resolve("pages"))) {
            assertThat(files).hasSizeLessThan(50);
        }
        assertThat(cache.find(URI.create("https://host/59"))).isPresent();
    }

    @Test
    void anImageThatManyWantAtOnceIsFetchedOnce() throws Exception {
        server.offer("1");
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
        assertThat(server.downloads()).isEqualTo(1);
    }

    @Test
    void otherBytesThanPromisedLeaveNothing() throws Exception {
        server.offer("1");
        server.put("/image", StreamServer.image("2"));
        assertThatThrownBy(() -> fetch("sys", remote("", "simplestreams")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("Hash mismatch");
        requireNothingKept();
    }

    @Test
    void aDownloadThatBreaksOffLeavesNothing() throws Exception {
        byte[] image = StreamServer.image("1".repeat(100_000));
        server.put("/image-cut", image);
        assertThatThrownBy(() -> fetch(StreamServer.sha256(image), remote("/image-cut", "direct")))
                .isInstanceOf(DaemonException.class);
        requireNothingKept();
    }

    @Test
    void aHostileImageLeavesNothing() throws Exception {
        byte[] image = HandMadeTar.image().file("rootfs/../../x", "x").end();
        server.put("/image", image);
        assertThatThrownBy(() -> fetch(StreamServer.sha256(image), remote("/image", "direct")))
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
