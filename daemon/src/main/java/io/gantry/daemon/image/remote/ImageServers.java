package io.gantry.daemon.image.remote;

import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.CertificateException;
import io.gantry.client.certificate.Pem;
import io.gantry.client.certificate.SystemTrust;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.http.Route;
import io.gantry.client.server.ApiServer;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.store.ImageReference;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Connects to servers of images, by their protocol. Safe for use by many threads. */
public final class ImageServers {
    /** For how long a server may say nothing while it is waited for. */
    static final Duration TO_ANSWER = Duration.ofSeconds(60);

    private static final int HTTPS_PORT = 443;

    private final String userAgent;
    private final CatalogCache catalogs;
    private final ProxySelector proxies;

    /** @param proxies asked for each connection */
    public ImageServers(String userAgent, CatalogCache catalogs, ProxySelector proxies) {
        this.userAgent = userAgent;
        this.catalogs = catalogs;
        this.proxies = proxies;
    }

    /**
     * A server; nothing is sent yet.
     *
     * @throws DaemonException INVALID_REQUEST where the protocol or the URL is none
     */
    ImageServer connect(ImageReference.Remote remote) {
        return switch (remote.protocol()) {
            case "lxd", "" ->
                new LxdImageServer(api(remote.server(), remote.certificate(), remote.project(), TO_ANSWER), remote);
            case "simplestreams" ->
                new SimplestreamsImageServer(open(remote.certificate()), uri(remote.server()), catalogs);
            case "direct" -> new DirectImageServer(open(remote.certificate()), uri(remote.server()));
            default -> throw DaemonException.invalid("Unsupported protocol: " + remote.protocol());
        };
    }

    /** A connection to any server over HTTP. */
    public ImageHttp open(String certificate) {
        return new ImageHttp(trust(certificate), userAgent, proxies);
    }

    /**
     * Another daemon; nothing is sent yet.
     *
     * @param url of its API
     * @param certificate PEM of the only one that is accepted; empty to verify the server as usual
     * @param project at the server; empty for its default
     * @param silence for how long it may say nothing while it is waited for
     */
    ApiServer api(String url, String certificate, String project, Duration silence) {
        URI uri = uri(url);
        if (!"https".equals(uri.getScheme())) {
            throw DaemonException.invalid("not the URL of a server: " + url + "; write https://HOST:PORT");
        }
        var route = new Route(proxy(uri), silence);
        var endpoint = new Endpoint.Tls(HostPort.of(uri, HTTPS_PORT), trust(certificate), route);
        return new ApiServer(url, new HttpConnection(endpoint, Optional.empty(), userAgent), project);
    }

    private Optional<HostPort> proxy(URI uri) {
        return proxies.select(uri).stream()
                .map(Proxy::address)
                .flatMap(address -> address instanceof InetSocketAddress socket
                        ? Stream.of(new HostPort(socket.getHostString(), socket.getPort()))
                        : Stream.empty())
                .findFirst();
    }

    private static SSLContext trust(String certificate) {
        if (certificate.isEmpty()) {
            return SystemTrust.context(System.getenv());
        }
        try {
            return TlsContexts.pinned(Optional.empty(), Pem.certificate(certificate));
        } catch (CertificateException malformed) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST, "the certificate of the image's server is malformed", malformed);
        }
    }

    public static URI uri(String server) {
        try {
            URI uri = URI.create(server);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw DaemonException.invalid("not the URL of an image server: " + server);
            }
            return uri;
        } catch (IllegalArgumentException _) {
            throw DaemonException.invalid("not the URL of an image server: " + server);
        }
    }
}
