package io.gantry.daemon.http;

import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The answer to a request. */
public sealed interface Reply {
    /**
     * A synchronous reply.
     *
     * @param metadata an API record, a list or map of such, a string, or empty for {@code null}
     * @param etagOf the object whose hash is sent as ETag
     * @param location the URL of a created object; then the status is 201
     */
    record Sync(Optional<Object> metadata, Optional<Object> etagOf, Optional<String> location) implements Reply {}

    /** The work goes on in the background: 202 with the operation and its URL. */
    record Async(io.gantry.api.Operation operation) implements Reply {}

    /** Bytes, with their headers (names as they are to be sent); written by {@code content} to the socket. */
    record Bytes(Map<String, String> headers, Content content) implements Reply {}

    /** The connection becomes a websocket. The channel is closed when {@code session} returns. */
    record WebSocket(Session session) implements Reply {}

    /** Writes a body of unknown length. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    /** What happens on an upgraded connection. */
    @FunctionalInterface
    interface Session {
        void run(MessageChannel channel) throws Exception;

        /** Called in place of {@link #run} where the connection does not become a websocket. */
        default void refused() {}
    }

    /** Success without anything to say; LXD's metadata is an empty object then. */
    static Reply empty() {
        return new Sync(Optional.of(Map.of()), Optional.empty(), Optional.empty());
    }

    static Reply of(Object metadata) {
        return new Sync(Optional.of(metadata), Optional.empty(), Optional.empty());
    }

    static Reply withEtag(Object metadata, Object etagOf) {
        return new Sync(Optional.of(metadata), Optional.of(etagOf), Optional.empty());
    }

    /** A synchronous reply with headers of its own. */
    static Reply withHeaders(Object metadata, Map<String, String> headers) {
        byte[] body = Envelopes.sync(Optional.of(metadata));
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return new Bytes(all, out -> out.write(body));
    }

    static Reply created(String location) {
        return new Sync(Optional.empty(), Optional.empty(), Optional.of(location));
    }

    static Reply operation(io.gantry.api.Operation operation) {
        return new Async(operation);
    }
}
