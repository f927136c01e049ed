package io.gantry.daemon.event;

import io.gantry.api.ApiJson;
import io.gantry.api.Event;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client that listens. A client that doesn't keep up is disconnected, so that nobody waits for it. */
final class EventListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventListener.class);
    private static final int BACKLOG = 4096;

    private final Set<String> types;
    private final CompletableFuture<MessageChannel> connected = new CompletableFuture<>();
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(BACKLOG);

    EventListener(Set<String> types) {
        this.types = types;
    }

    boolean hears(String type) {
        return types.contains(type);
    }

    /** Takes an event without waiting; answers whether the listener is to hear of more. */
    boolean offer(Event event) {
        if (!types.contains(event.type()) || queue.offer(event)) {
            return true;
        }
        LOG.info("a listener for events does not keep up and is disconnected");
        var _ = connected.thenAccept(MessageChannel::close);
        return false;
    }

    /** Sends events, also those of before, until the client goes. */
    void run(MessageChannel channel) throws InterruptedException {
        connected.complete(channel);
        Thread sender = Thread.ofVirtual().name("event-sender").start(() -> send(channel));
        try {
            // Clients say nothing here; what ends the wait is their leaving.
            while (!(channel.receive() instanceof Message.Closed)) {}
        } catch (IOException e) {
            LOG.debug("a listener for events is gone: {}", e.getMessage());
        } finally {
            sender.interrupt();
            sender.join();
        }
    }

    /** LXD leaves out the project of what belongs to none. */
    private static Map<String, Object> view(Event event) {
        var view = new LinkedHashMap<String, Object>();
        view.put("type", event.type());
        view.put("timestamp", event.timestamp());
        view.put("metadata", event.metadata());
        view.put("location", event.location());
        if (!event.project().isEmpty()) {
            view.put("project", event.project());
        }
        return view;
    }

    private void send(MessageChannel channel) {
        try {
            while (true) {
                channel.sendText(ApiJson.write(view(queue.take())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("a listener for events cannot be told: {}", e.getMessage());
            channel.close();
        }
    }
}
