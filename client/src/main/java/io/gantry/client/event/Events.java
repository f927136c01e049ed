package io.gantry.client.event;

import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What happens at a server, from now on. One thread listens; another may close it, which ends the listening. */
public final class Events implements AutoCloseable {
    private final MessageChannel channel;

    private Events(MessageChannel channel) {
        this.channel = channel;
    }

    /** Whose events are heard. */
    public enum Extent {
        ONE_PROJECT,
        ALL_PROJECTS
    }

    /**
     * Begins to listen.
     *
     * @param types {@code logging}, {@code operation}, {@code lifecycle}; empty for all
     */
    public static Events listen(ApiServer server, List<String> types, Extent extent) throws IOException {
        String path = ApiPath.of("events");
        if (!types.isEmpty()) {
            // One value for all: of several, servers read the first.
            path = ApiPath.withQuery(path, "type", String.join(",", types));
        }
        if (extent == Extent.ALL_PROJECTS) {
            path = ApiPath.withQuery(path, "all-projects", "true");
        }
        return new Events(server.websocket(path));
    }

    /**
     * Waits for the next event.
     *
     * @return its JSON, that of an {@link io.gantry.api.Event}; empty when the server ended the stream
     * @throws IOException where the server is gone without a word
     */
    public Optional<String> next() throws IOException {
        return switch (channel.receive()) {
            case Message.Text(var text) -> Optional.of(text);
            case Message.Binary(var data) ->
                Optional.of(StandardCharsets.UTF_8.decode(data).toString());
            case Message.Closed _ -> Optional.empty();
        };
    }

    @Override
    public void close() {
        channel.close();
    }
}
