package io.gantry.daemon.http;

import io.gantry.client.http.Keepalive;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener at a network address whose end can be waited for. */
final class HttpsConnector extends ServerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(HttpsConnector.class);
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final AtomicInteger accepting = new AtomicInteger();

    HttpsConnector(Server server, ConnectionFactory... factories) {
        super(server, factories);
    }

    @Override
    public void accept(int acceptor) throws IOException {
        accepting.incrementAndGet();
        try {
            super.accept(acceptor);
        } finally {
            accepting.decrementAndGet();
        }
    }

    /** A client that is gone without a word would leave its programs and transfers waiting for good. */
    @Override
    protected void configure(Socket socket) {
        super.configure(socket);
        try {
            Keepalive.watch(socket);
        } catch (IOException e) {
            LOG.debug("a connection that is gone already: {}", e.getMessage());
        }
    }

    /**
     * Gives up the address. The kernel takes connections until the last thread has left its accept, which is after the
     * channel's close; the address is free for others only then.
     */
    void closeNow() {
        close();
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (accepting.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
