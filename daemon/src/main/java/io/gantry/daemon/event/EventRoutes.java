package io.gantry.daemon.event;

import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.util.List;
import java.util.Set;

/** {@code /1.0/events}. */
public final class EventRoutes implements Routes {
    private static final Set<String> TYPES = Set.of("operation", "logging", "lifecycle");

    private final EventBroadcast events;

    public EventRoutes(EventBroadcast events) {
        this.events = events;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, "/1.0/events", this::listen);
    }

    private Reply listen(Request request) {
        Set<String> types = request.query("type")
                .map(text -> Set.copyOf(List.of(text.split(",", -1))))
                .orElse(TYPES);
        for (String type : types) {
            if (!TYPES.contains(type)) {
                throw DaemonException.invalid("\"" + type + "\" isn't a supported event type: those are operation, "
                        + "logging and lifecycle");
            }
        }
        // A client acts as soon as it hears that it is connected, which is before we do: it must miss nothing from
        // then.
        var listener = new EventListener(types);
        events.add(listener);
        return new Reply.WebSocket(new Listening(events, listener));
    }

    /** A listener from before its websocket is there until that ends. */
    private record Listening(EventBroadcast events, EventListener listener) implements Reply.Session {
        @Override
        public void run(MessageChannel channel) throws InterruptedException {
            try {
                listener.run(channel);
            } finally {
                events.remove(listener);
            }
        }

        @Override
        public void refused() {
            events.remove(listener);
        }
    }
}
