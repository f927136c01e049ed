package io.gantry.daemon.image.remote;

import io.gantry.client.simplestreams.StallGuard;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Fetches from web servers, which have images but no API. Safe for use by many threads. */
public final class ImageHttp implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(30);
    private static final Duration TO_ANSWER = ImageServers.TO_ANSWER;

    private final HttpClient client;
    private final String userAgent;

    /**
     * @param trust for https
     * @param proxies asked for each connection
     */
    ImageHttp(SSLContext trust, String userAgent, ProxySelector proxies) {
        this.userAgent = userAgent;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .sslContext(trust)
                .proxy(proxies)
                .build();
    }

    /** A body as it arrives. */
    public record Fetched(int status, InputStream body, Map<String, String> headers, long length)
            implements AutoCloseable {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * Begins a GET. Every wait is limited: for the connection, the answer, and each next byte.
     *
     * @throws DaemonException where the server is not the expected one
     */
    Fetched get(URI uri) throws IOException, InterruptedException {
        return send("GET", uri, Map.of());
    }

    /** Asks for the headers of a resource alone. */
    public Fetched head(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        return send("HEAD", uri, headers);
    }

    private Fetched send(String method, URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(uri)
                    .timeout(TO_ANSWER)
                    .header("User-Agent", userAgent)
                    .method(method, HttpRequest.BodyPublishers.noBody());
        } catch (IllegalArgumentException malformed) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST, "not the URL of an image server: " + uri, malformed);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            var received = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> received.put(name, values.getFirst()));
            return new Fetched(
                    response.statusCode(),
                    new StallGuard(response.body(), TO_ANSWER),
                    received,
                    response.headers().firstValueAsLong("Content-Length").orElse(0));
        } catch (SSLException refused) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "%s is not the server that was expected: %s".formatted(origin(uri), refused.getMessage()),
                    refused);
        }
    }

    /** The part of a URI that may be shown: without a query, which may hold a secret. */
    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
