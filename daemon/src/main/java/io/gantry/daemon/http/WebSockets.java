package io.gantry.daemon.http;

import io.gantry.daemon.failure.DaemonException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns requests into websockets and keeps watch over them. */
final class WebSockets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);
    private static final int LARGEST_MESSAGE = 64 << 20;
    private static final int PING_SECONDS = 10;
    private static final int GOODBYE_SECONDS = 5;

    private final ServerWebSocketContainer container;
    private final Set<WebSocketMessages> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("websocket-pings").factory());

    WebSockets(Server server) {
        container = ServerWebSocketContainer.ensure(server);
        container.setMaxBinaryMessageSize(LARGEST_MESSAGE);
        container.setMaxTextMessageSize(LARGEST_MESSAGE);
        // Who is silent is judged by pings: a peer that is slow to read is not dead.
        container.setIdleTimeout(Duration.ZERO);
        var _ = pings.scheduleWithFixedDelay(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    private void ping() {
        open.forEach(WebSocketMessages::checkAlive);
    }

    void upgrade(Reply.Session session, Request request, Response response, Callback callback) {
        boolean isUpgraded = false;
        try {
            isUpgraded = container.upgrade(
                    (_, handshake, _) -> {
                        // LXD compresses nothing either, and what small programs make of it differs.
                        handshake.setExtensions(List.of());
                        var messages = new WebSocketMessages();
                        Thread.ofVirtual().name("websocket").start(() -> run(session, messages));
                        return messages;
                    },
                    request,
                    response,
                    callback);
        } finally {
            if (!isUpgraded) {
                session.refused();
            }
        }
        if (!isUpgraded) {
            throw DaemonException.invalid("this URL is for websockets: the request must ask for an upgrade");
        }
    }

    private static void awaitOpen(Reply.Session session, WebSocketMessages messages)
            throws InterruptedException, IOException {
        try {
            messages.awaitOpen();
        } catch (InterruptedException | IOException e) {
            session.refused();
            throw e;
        }
    }

    private void run(Reply.Session session, WebSocketMessages messages) {
        open.add(messages);
        try (messages) {
            awaitOpen(session, messages);
            session.run(messages);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.info("a websocket ended: {}", e.getMessage());
        } finally {
            open.remove(messages);
            disconnectSoon(messages);
        }
    }

    /** A peer that does not say good-bye in turn is left. */
    private void disconnectSoon(WebSocketMessages messages) {
        try {
            var _ = pings.schedule(messages::disconnect, GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // The server is closing: nobody waits any more.
            messages.disconnect();
        }
    }

    @Override
    public void close() {
        pings.shutdownNow();
        open.forEach(WebSocketMessages::close);
    }
}
