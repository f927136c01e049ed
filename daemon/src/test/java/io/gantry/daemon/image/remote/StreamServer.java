package io.gantry.daemon.image.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.daemon.image.archive.HandMadeTar;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine with images in the simplestreams format; of pages named {@code -cut} it sends half. */
public final class StreamServer implements AutoCloseable {
    private final ConcurrentHashMap<String, byte[]> pages = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Map<String, String>> headers = new ConcurrentHashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();
    private final HttpServer server;

    private StreamServer(HttpServer server) {
        this.server = server;
    }

    public static StreamServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new StreamServer(http);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] page = pages.get(path);
        if (path.startsWith("/image")) {
            downloads.incrementAndGet();
        }
        Map<String, String> named = headers.getOrDefault(path, Map.of());
        named.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(page == null ? 404 : 200, page == null || page.length == 0 ? -1 : page.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (page != null) {
                out.write(page, 0, path.endsWith("-cut") ? page.length / 2 : page.length);
            }
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    /** How many images were asked for. */
    public int downloads() {
        return downloads.get();
    }

    public void put(String path, byte[] page) {
        pages.put(path, page);
    }

    /** Makes a page say where an image is, and which. */
    public void point(String path, String url, String hash) {
        put(path, new byte[0]);
        headers.put(path, Map.of("LXD-Image-Hash", hash, "LXD-Image-URL", url));
    }

    /** Makes {@code sys} name an image with this content, and answers the image's fingerprint. */
    public String offer(String content) {
        byte[] image = image(content);
        put("/image", image);
        put("/streams/v1/index.json", """
                {"index": {"i": {"datatype": "image-downloads", "path": "streams/v1/all.json", "products": ["p"]}}}
                """.getBytes(StandardCharsets.UTF_8));
        put("/streams/v1/all.json", """
                {"products": {"p": {"aliases": "sys,other/sys", "arch": "amd64", "os": "sys", "versions": {"20240101": {"items": {
                  "i": {"ftype": "lxd_combined.tar.gz", "path": "image", "sha256": "%s", "size": %d}}}}}}}
                """.formatted(sha256(image), image.length).getBytes(StandardCharsets.UTF_8));
        return sha256(image);
    }

    public static byte[] image(String content) {
        return HandMadeTar.image().file("rootfs/content", content).end();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
