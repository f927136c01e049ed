package io.gantry.client.simplestreams;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * A web server with images in the simplestreams format. Whatever it answers is bounded in size and time, and its files
 * are checked against their hashes. For one thread; closing it ends its connections.
 */
public final class StreamSite implements AutoCloseable {
    private static final int LARGEST_CATALOG = 64 << 20;
    private static final Duration TO_CONNECT = Duration.ofSeconds(30);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    /** However slowly a catalog arrives, byte by byte. */
    private static final Duration WHOLE_CATALOG = Duration.ofMinutes(2);

    private final URI base;
    private final String userAgent;
    private final Duration catalogLimit;
    private final HttpClient client;

    /**
     * Nothing is sent yet.
     *
     * @param trust for https
     * @throws IllegalArgumentException where the base is not the URL of a web server
     */
    public StreamSite(String base, SSLContext trust, String userAgent) {
        this(base, trust, userAgent, WHOLE_CATALOG);
    }

    /** @param catalogLimit within which a catalog has to arrive */
    StreamSite(String base, SSLContext trust, String userAgent, Duration catalogLimit) {
        this.base = URI.create(base.replaceAll("/+$", ""));
        String scheme = String.valueOf(this.base.getScheme()).toLowerCase(Locale.ROOT);
        if (this.base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("not the URL of a web server: " + base);
        }
        this.userAgent = userAgent;
        this.catalogLimit = catalogLimit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .sslContext(trust)
                .build();
    }

    /**
     * What the server lists.
     *
     * @throws IOException where it does not answer, or with no catalog
     */
    public StreamImages images() throws IOException {
        try {
            List<StreamImage> all = new ArrayList<>();
            for (String path : StreamIndex.productPaths(catalog("streams/v1/index.json"))) {
                all.addAll(StreamImages.parse(catalog(path)));
            }
            return new StreamImages(all, StreamImages.defaultOs(base));
        } catch (MalformedStreamException malformed) {
            throw new IOException(
                    "%s has no valid simplestreams catalog: %s".formatted(base, malformed.getMessage()), malformed);
        }
    }

    private byte[] catalog(String path) throws IOException {
        long until = System.nanoTime() + catalogLimit.toNanos();
        try (InputStream body = open(path, catalogLimit)) {
            var read = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                read.write(buffer, 0, count);
                if (read.size() > LARGEST_CATALOG) {
                    throw new IOException("%s of %s is longer than %d bytes".formatted(path, base, LARGEST_CATALOG));
                }
                if (System.nanoTime() - until > 0) {
                    throw new IOException("%s of %s has not arrived within %d seconds"
                            .formatted(path, base, catalogLimit.toSeconds()));
                }
            }
            return read.toByteArray();
        }
    }

    /**
     * Fetches a file.
     *
     * @param watched sees the bytes as they come
     * @throws IOException where it cannot be fetched whole, or is not the file that was listed
     */
    public void download(StreamFile file, UnaryOperator<InputStream> watched, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream body = new DigestInputStream(watched.apply(open(file.path(), TO_ANSWER)), digest)) {
            long left = file.size() > 0 ? file.size() : Long.MAX_VALUE;
            byte[] buffer = new byte[1 << 16];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw new IOException("%s of %s is longer than the %d bytes it should have"
                            .formatted(file.path(), base, file.size()));
                }
                out.write(buffer, 0, count);
            }
            if (file.size() > 0 && left > 0) {
                throw new EOFException("%s of %s broke off".formatted(file.path(), base));
            }
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        if (!file.sha256().isEmpty() && !hash.equals(file.sha256())) {
            throw new IOException("Hash mismatch for %s: %s != %s".formatted(file.path(), hash, file.sha256()));
        }
    }

    private InputStream open(String path, Duration stall) throws IOException {
        URI uri;
        HttpRequest request;
        try {
            uri = URI.create(base + "/" + path.replaceAll("^/+", "").replace(" ", "%20"));
            request = HttpRequest.newBuilder(uri)
                    .timeout(TO_ANSWER)
                    .header("User-Agent", userAgent)
                    .build();
        } catch (IllegalArgumentException malformed) {
            throw new IOException("%s lists a file that has no URL: %s".formatted(base, path), malformed);
        }
        try {
            HttpResponse<InputStream> response = send(request);
            if (response.statusCode() != 200) {
                response.body().close();
                throw new IOException("Unable to fetch %s: HTTP %d".formatted(uri, response.statusCode()));
            }
            return new StallGuard(response.body(), stall);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("fetching " + uri);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            String message = unreachable.getMessage();
            throw new IOException(
                    "Unable to fetch %s: %s"
                            .formatted(
                                    request.uri(),
                                    message == null ? unreachable.getClass().getSimpleName() : message),
                    unreachable);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
