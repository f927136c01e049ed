package io.gantry.daemon.http;

import io.gantry.client.address.HostPort;
import io.gantry.client.address.MalformedAddressException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** The API at a network address, which may change while others are served. */
final class HttpsListener {
    private static final long IDLE_MILLIS = 60_000;

    private final Server server;
    private final SslContextFactory.Server tls;
    private final ReentrantLock changing = new ReentrantLock();
    /** Those that accept nothing more, but whose connections go on. */
    private final List<HttpsConnector> retired = new ArrayList<>();

    private @Nullable HttpsConnector current;

    HttpsListener(Server server, SSLContext context) {
        this.server = server;
        tls = new SslContextFactory.Server();
        tls.setSslContext(context);
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        tls.setWantClientAuth(true);
    }

    void listen(String address) {
        changing.lock();
        try {
            retired.removeIf(HttpsListener::endIfUnused);
            HttpsConnector old = current;
            if (address.isEmpty()) {
                current = null;
                stop(old);
                return;
            }
            HttpsConnector next = connector(parse(address));
            try {
                open(next);
            } catch (IOException e) {
                next = openInPlaceOf(old, next, address, e);
            }
            start(next);
            current = next;
            stop(old);
        } finally {
            changing.unlock();
        }
    }

    /** Our own old listener may be what is in the way, such as when the port stays the same. */
    private HttpsConnector openInPlaceOf(
            @Nullable HttpsConnector old, HttpsConnector next, String address, IOException reason) {
        if (old == null || old.getLocalPort() != next.getPort()) {
            throw busy(address, reason);
        }
        old.closeNow();
        try {
            open(next);
            return next;
        } catch (IOException e) {
            reopen(old);
            throw busy(address, e);
        }
    }

    private static void open(HttpsConnector connector) throws IOException {
        connector.open();
    }

    private void reopen(HttpsConnector old) {
        try {
            old.stop();
            old.start();
        } catch (Exception e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the old address cannot be listened at again: " + e.getMessage(), e);
        }
    }

    private static DaemonException busy(String address, IOException e) {
        return new DaemonException(
                FailureCategory.INVALID_REQUEST,
                "cannot listen at " + address + ": " + e.getMessage() + "; choose a free port of an address of this"
                        + " host",
                e);
    }

    private HttpsConnector connector(HostPort address) {
        var configuration = new HttpConfiguration(HttpServer.configuration());
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        var http = new ApiConnections(configuration);
        var connector = new HttpsConnector(server, new SslConnectionFactory(tls, http.getProtocol()), http);
        connector.setHost(address.host().isEmpty() ? null : address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    private void start(HttpsConnector connector) {
        server.addConnector(connector);
        try {
            if (server.isStarted()) {
                connector.start();
            }
        } catch (Exception e) {
            server.removeConnector(connector);
            throw new DaemonException(
                    FailureCategory.INTERNAL, "listening at the network failed: " + e.getMessage(), e);
        }
    }

    private void stop(@Nullable HttpsConnector connector) {
        if (connector == null) {
            return;
        }
        server.removeConnector(connector);
        connector.closeNow();
        // The request that asks for this may come through the listener that is to end: it gets its reply first.
        connector.setAccepting(false);
        retired.add(connector);
    }

    private static boolean endIfUnused(HttpsConnector connector) {
        boolean isUnused = connector.getConnectedEndPoints().isEmpty();
        if (isUnused) {
            LifeCycle.stop(connector);
        }
        return isUnused;
    }

    /** Ends the connections of listeners that were given up; the server ends the others. */
    void close() {
        changing.lock();
        try {
            for (HttpsConnector connector : retired) {
                LifeCycle.stop(connector);
            }
            retired.clear();
        } finally {
            changing.unlock();
        }
    }

    /** @throws DaemonException INVALID_REQUEST where it is not an address */
    private static HostPort parse(String address) {
        try {
            return HostPort.ofListener(address);
        } catch (MalformedAddressException malformed) {
            throw DaemonException.invalid("cannot listen: " + malformed.getMessage());
        }
    }
}
