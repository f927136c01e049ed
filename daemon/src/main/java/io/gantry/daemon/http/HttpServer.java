package io.gantry.daemon.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the API on a unix socket and, where one is asked for, at a network address. Handlers run on virtual
 * threads. Closing it ends all connections.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int THREADS = 16;
    private static final int LARGEST_HEADERS = 64 << 10;

    private final Server server;
    private final WebSockets webSockets;
    private final UnixListener unix;
    private final HttpsListener https;

    /**
     * @param crossOrigin headers for requests from pages of other origins
     * @param socket where the unix socket is made
     * @param group name of the group that may use the socket; empty for root's alone
     * @param tls the server's certificate; it must accept any client certificate, since {@code trust} judges them
     */
    public HttpServer(
            RouteTable routes,
            CertificateTrust trust,
            Supplier<Map<String, String>> crossOrigin,
            SSLContext tls,
            Path socket,
            Optional<String> group) {
        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        server.setStopTimeout(0);
        server.setErrorHandler(new ErrorReplies());
        webSockets = new WebSockets(server);
        server.setHandler(new ApiHandler(routes, new Callers(trust), webSockets, crossOrigin));
        unix = new UnixListener(server, socket, group);
        https = new HttpsListener(server, tls);
    }

    /** What both listeners have in common. */
    static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(LARGEST_HEADERS);
        // Names of files and instances come percent-encoded and may hold anything: the routes decode them.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        // See ApiConnections: every request speaks of one and the same host.
        configuration.setHttpCompliance(
                HttpCompliance.RFC9110.with("any host", HttpCompliance.Violation.UNSAFE_HOST_HEADER));
        configuration.setServerAuthority(new HostPort("localhost"));
        return configuration;
    }

    /**
     * Makes way for the unix socket.
     *
     * @throws io.gantry.daemon.failure.DaemonException where another daemon serves it
     */
    public void prepare() throws IOException {
        unix.prepare();
    }

    /** Starts serving the unix socket, once it is prepared. */
    public void start() throws Exception {
        server.start();
        unix.open();
    }

    /**
     * Listens at another network address; the old one is given up only when that works.
     *
     * @param address {@code host:port}; empty to listen nowhere
     * @throws io.gantry.daemon.failure.DaemonException naming the address where that is not possible
     */
    public void listen(String address) {
        https.listen(address);
    }

    @Override
    public void close() {
        webSockets.close();
        https.close();
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("the listeners did not stop cleanly", e);
        }
        unix.close();
    }
}
