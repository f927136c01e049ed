package io.gantry.client.simplestreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gantry.api.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a web server on this machine. */
@SuppressWarnings("NullAway.Init") // made before each test
class StreamSiteTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private ExecutorService threads;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.close();
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private void serve(String path, String text) {
        serve(path, exchange -> answer(exchange, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private StreamSite site() throws Exception {
        return new StreamSite(
                "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()),
                SSLContext.getDefault(),
                "test",
                Duration.ofMillis(300));
    }

    private byte[] fetched(StreamFile file) throws Exception {
        var out = new ByteArrayOutputStream();
        try (StreamSite site = site()) {
            site.download(file, UnaryOperator.identity(), out);
        }
        return out.toByteArray();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theImagesAreThoseOfAllListsInTheIndex() throws Exception {
        serve("/streams/v1/index.json", """
                {"index": {"a": {"datatype": "image-downloads", "path": "streams/v1/a.json", "products": ["p"]},
                           "b": {"datatype": "image-downloads", "path": "/streams/v1/b.json", "products": ["p"]}}}""");
        for (String name : new String[] {"a", "b"}) {
            serve("/streams/v1/" + name + ".json", """
                    {"products": {"p": {"aliases": "%s", "arch": "amd64", "versions": {"20240101": {"items": {
                      "i": {"ftype": "lxd_combined.tar.gz", "path": "x", "sha256": "%s", "size": 1}}}}}}}""".formatted(name, name));
        }
        try (StreamSite site = site()) {
            assertThat(site.images().views("x86_64"))
                    .extracting(Image::fingerprint)
                    .containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void aFileIsTheOneThatWasListed() throws Exception {
        serve("/file", "content");
        assertThat(fetched(new StreamFile("file", sha256("content"), 7)))
                .asString()
                .isEqualTo("content");
        assertThatThrownBy(() -> fetched(new StreamFile("file", sha256("other"), 7)))
                .hasMessageContaining("Hash mismatch");
        assertThatThrownBy(() -> fetched(new StreamFile("file", "", 6)))
                .hasMessageContaining("longer than the 6 bytes");
        assertThatThrownBy(() -> fetched(new StreamFile("file", "", 8))).hasMessageContaining("broke off");
        assertThatThrownBy(() -> fetched(new StreamFile("nothing", "", 8))).hasMessageContaining("HTTP 404");
        assertThatThrownBy(() -> fetched(new StreamFile("http://[", "", 8))).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoCatalogIsRefused() {
        serve("/streams/v1/index.json", "<html>");
        assertThatThrownBy(() -> site().images()).hasMessageContaining("no valid simplestreams catalog");
    }

    @Test
    void aCatalogThatNeverEndsIsGivenUp() {
        serve("/streams/v1/index.json", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (over.getCount() > 0) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            } catch (IOException _) {
                over.countDown();
            }
        });
        assertThatThrownBy(() -> site().images()).isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        serve("/streams/v1/index.json", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> site().images()).hasMessageContaining("nothing arrived");
    }

    @Test
    void whatIsNoUrlIsRefused() {
        for (String address : new String[] {"ftp://host", "host", "https://", "http://a b"}) {
            assertThatThrownBy(() -> new StreamSite(address, SSLContext.getDefault(), "test"))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
