package io.gantry.daemon.event;

import io.gantry.api.Event;
import io.gantry.api.EventLifecycle;
import io.gantry.api.EventLogging;
import io.gantry.api.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Events for all who listen now; those who come later don't hear of them. */
public final class EventBroadcast implements Events {
    private final Set<EventListener> listeners = ConcurrentHashMap.newKeySet();

    @Override
    public void lifecycle(String action, String source, Map<String, Object> context) {
        send("lifecycle", new EventLifecycle(action, source, context.isEmpty() ? null : context, null));
    }

    @Override
    public void operation(Operation operation) {
        send("operation", operation);
    }

    /**
     * A line of the log.
     *
     * @param level {@code debug}, {@code info}, {@code warning} or {@code error}
     */
    public void logging(String level, String message, Map<String, String> context) {
        send("logging", new EventLogging(message, level, context));
    }

    private void send(String type, Object metadata) {
        if (listeners.isEmpty()) {
            return;
        }
        var event = new Event(type, Instant.now(), metadata, "none", "default");
        listeners.removeIf(listener -> !listener.offer(event));
    }

    void add(EventListener listener) {
        listeners.add(listener);
    }

    void remove(EventListener listener) {
        listeners.remove(listener);
    }
}
