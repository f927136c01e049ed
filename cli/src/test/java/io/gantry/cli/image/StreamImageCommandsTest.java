package io.gantry.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gantry.cli.fixture.ClientRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with the images of a web server in the simplestreams format. */
@SuppressWarnings("NullAway.Init") // made before each test
class StreamImageCommandsTest {
    private static final String COMBINED = "combined";
    private static final String METADATA = "metadata";
    private static final String ROOTFS = "root";

    @TempDir
    private Path folder = Path.of("");

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/s/streams/v1/index.json", """
                {"index": {"i": {"datatype": "image-downloads", "path": "streams/v1/all.json", "products": ["p"]}}}""");
        serve("/s/streams/v1/all.json", """
                {"products": {
                  "one": {"aliases": "busy,default", "arch": "amd64", "os": "Busybox", "release": "one",
                    "release_title": "One", "support_eol": "2030-04-01", "versions": {"20240101": {"items": {
                      "i": {"ftype": "lxd_combined.tar.gz", "path": "f/b.tar.gz", "sha256": "%s", "size": 8}}}}},
                  "two": {"aliases": "split", "arch": "amd64", "os": "Split", "release": "two", "release_title": "Two",
                    "versions": {"20240202": {"items": {
                      "m": {"ftype": "lxd.tar.xz", "path": "f/lxd.tar.xz", "sha256": "%s", "size": 8,
                            "combined_squashfs_sha256": "%s"},
                      "r": {"ftype": "squashfs", "path": "f/root.squashfs", "sha256": "%s", "size": 4}}}}}}}""".formatted(
                        sha256(COMBINED), sha256(METADATA), sha256(METADATA + ROOTFS), sha256(ROOTFS)));
        serve("/s/f/b.tar.gz", COMBINED);
        serve("/s/f/lxd.tar.xz", METADATA);
        serve("/s/f/root.squashfs", ROOTFS);
        server.start();
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/config.yml"), """
                remotes:
                  ssr:
                    addr: http://127.0.0.1:%d/s
                    protocol: simplestreams
                    public: true
                """.formatted(
                        server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(String path, String text) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] content = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String lxc(String line) {
        return ClientRun.of(folder, line).succeeded();
    }

    @Test
    void imagesAreListedWithFiltersAndColumns() {
        assertThat(lxc("image list ssr: -f csv"))
                .isEqualTo("""
                busy (3 more),%s,yes,Busybox One amd64 (20240101),x86_64,CONTAINER,0.00MB,"Jan 1, 2024 at 12:00am (UTC)"
                split (1 more),%s,yes,Split Two amd64 (20240202),x86_64,CONTAINER,0.00MB,"Feb 2, 2024 at 12:00am (UTC)"
                """.formatted(shortened(COMBINED), shortened(METADATA + ROOTFS)));
        assertThat(lxc("image list ssr: spl -c l -f csv")).isEqualTo("split (1 more)\n");
        assertThat(lxc("image list ssr: os=Busybox -c l -f csv")).isEqualTo("busy (3 more)\n");
        assertThat(lxc("image list ssr:nothing -c l -f csv")).isEmpty();
        assertThat(lxc("image list ssr: -f yaml")).contains("filename: lxd.tar.xz", "name: busy/amd64", "size: 12");
    }

    private static String shortened(String content) {
        try {
            return sha256(content).substring(0, 12);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aliasesAreListed() {
        assertThat(lxc("image alias list ssr: busy -f csv")).isEqualTo("""
                busy,%1$s,CONTAINER,
                busy/amd64,%1$s,CONTAINER,
                """.formatted(shortened(COMBINED)));
    }

    @Test
    void oneIsShownByAliasDigitsAndAsTheDefault() {
        assertThat(lxc("image info ssr:busy"))
                .contains(
                        "Created: 2024/01/01 00:00 UTC", "Expires: 2030/04/01 00:00 UTC", "os: Busybox", "- busy/amd64")
                .isEqualTo(lxc("image info ssr:"))
                .isEqualTo(lxc("image info ssr:" + shortened(COMBINED)));
        assertThat(lxc("image show ssr:split")).isEqualTo("""
                auto_update: false
                properties:
                  architecture: amd64
                  description: Split Two amd64 (20240202)
                  os: Split
                  release: two
                  serial: "20240202"
                  type: squashfs
                public: true
                expires_at: 1970-01-01T00:00:00Z
                profiles: []
                """);
        assertThat(ClientRun.of(folder, "image info ssr:nope").refused())
                .startsWith("The requested image couldn't be found: there is no image \"nope\" on ssr:");
    }

    @Test
    void oneIsExportedAsItsFiles() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        lxc("image export ssr:busy out");
        lxc("image export ssr:split out/");
        lxc("image export ssr:busy out/named");
        lxc("image export ssr:split out/two");
        assertThat(folder.resolve("out/b.tar.gz")).hasContent(COMBINED);
        assertThat(folder.resolve("out/named.tar.gz")).hasContent(COMBINED);
        assertThat(folder.resolve("out/lxd.tar.xz")).hasContent(METADATA);
        assertThat(folder.resolve("out/root.squashfs")).hasContent(ROOTFS);
        assertThat(folder.resolve("out/two")).hasContent(METADATA);
        assertThat(folder.resolve("out/two.root")).hasContent(ROOTFS);
        assertThat(lxc("image export ssr:busy -")).isEqualTo(COMBINED);
        assertThat(ClientRun.of(folder, "image export ssr:split -").refused()).contains("is two files");
    }

    @Test
    void aServerThatIsAwayIsNamed() {
        server.stop(0);
        assertThat(ClientRun.of(folder, "image list ssr:").refused()).startsWith("Unable to fetch http://127.0.0.1:");
    }
}
