package io.gantry.daemon.image.remote;

import io.gantry.client.certificate.SystemTrust;
import io.gantry.client.simplestreams.StallGuard;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Fetches over HTTP from servers of images. Safe for use by many threads. */
public final class ImageHttp implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(30);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);
    private static final Duration TO_SEND = Duration.ofHours(2);

    private final HttpClient client;
    private final String userAgent;

    private ImageHttp(HttpClient client, String userAgent) {
        this.client = client;
        this.userAgent = userAgent;
    }

    /**
     * @param certificate PEM of the only certificate that is accepted; empty to verify servers as usual
     */
    static ImageHttp pinnedTo(String certificate, String userAgent) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL);
        builder.sslContext(certificate.isEmpty() ? SystemTrust.context(System.getenv()) : pinningContext(certificate));
        return new ImageHttp(builder.build(), userAgent);
    }

    private static SSLContext pinningContext(String certificate) {
        try {
            var pinned = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PinnedCertificate(pinned)}, null);
            return context;
        } catch (CertificateException malformed) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST, "the certificate of the image's server is malformed", malformed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
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
        return send("GET", uri, Map.of(), HttpRequest.BodyPublishers.noBody(), TO_ANSWER);
    }

    /** Asks for the headers of a resource alone. */
    public Fetched head(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        return send("HEAD", uri, headers, HttpRequest.BodyPublishers.noBody(), TO_ANSWER);
    }

    /** As {@link #get}, for an answer that comes when something has ended. */
    public Fetched await(URI uri) throws IOException, InterruptedException {
        return send("GET", uri, Map.of(), HttpRequest.BodyPublishers.noBody(), TO_SEND);
    }

    /** Sends a body, and answers when all of it is there. */
    public Fetched post(URI uri, Map<String, String> headers, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return send("POST", uri, headers, body, TO_SEND);
    }

    private Fetched send(
            String method, URI uri, Map<String, String> headers, HttpRequest.BodyPublisher body, Duration toAnswer)
            throws IOException, InterruptedException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(uri)
                    .timeout(toAnswer)
                    .header("User-Agent", userAgent)
                    .method(method, body);
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
                    new StallGuard(response.body(), toAnswer),
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

    /** Accepts one certificate, whatever names and dates it has. */
    private static final class PinnedCertificate extends X509ExtendedTrustManager {
        private final X509Certificate pinned;

        PinnedCertificate(X509Certificate pinned) {
            this.pinned = pinned;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!Arrays.equals(chain[0].getEncoded(), pinned.getEncoded())) {
                throw new CertificateException("it presents another certificate");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("only servers are checked");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
