package io.gantry.daemon.event;

import io.gantry.api.Event;
import io.gantry.api.EventLogging;
import io.gantry.api.EventRequestor;
import io.gantry.api.Operation;
import io.gantry.daemon.http.Caller;
import io.gantry.daemon.log.LogListener;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.event.Level;

/** Events for all who listen now; those who come later don't hear of them. */
public final class EventBroadcast implements Events, LogListener {
    private static final String LOGGING = "logging";
    private static final String LOCATION = "none";

    private final ThreadLocal<Boolean> isTellingOfLog = ThreadLocal.withInitial(() -> false);
    private final Set<EventListener> listeners = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;

    public EventBroadcast(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void lifecycle(String action, String source, Map<String, Object> context) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("action", action);
        metadata.put("source", source);
        if (!context.isEmpty()) {
            metadata.put("context", context);
        }
        Caller.current()
                .ifPresent(caller -> metadata.put(
                        "requestor", new EventRequestor(caller.username(), caller.protocol(), caller.address())));
        send("lifecycle", metadata);
    }

    @Override
    public void operation(Operation operation) {
        send("operation", operation);
    }

    @Override
    public boolean isListening() {
        return listeners.stream().anyMatch(listener -> listener.hears(LOGGING));
    }

    @Override
    public void logged(Level level, String message, Map<String, String> context) {
        if (isTellingOfLog.get()) {
            // A listener that does not keep up is logged too, and would be told of that.
            return;
        }
        isTellingOfLog.set(true);
        try {
            String name = level == Level.WARN ? "warning" : level.toString().toLowerCase(Locale.ROOT);
            tell(new Event(LOGGING, clock.instant(), new EventLogging(message, name, context), LOCATION, ""));
        } finally {
            isTellingOfLog.remove();
        }
    }

    private void send(String type, Object metadata) {
        if (!listeners.isEmpty()) {
            tell(new Event(type, clock.instant(), metadata, LOCATION, "default"));
        }
    }

    private void tell(Event event) {
        listeners.removeIf(listener -> !listener.offer(event));
    }

    void add(EventListener listener) {
        listeners.add(listener);
    }

    void remove(EventListener listener) {
        listeners.remove(listener);
    }
}
