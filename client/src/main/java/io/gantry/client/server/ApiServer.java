package io.gantry.client.server;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import io.gantry.api.Operation;
import io.gantry.api.Server;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One server as a command sees it: objects in, objects out, and refusals as {@link ApiException}.
 *
 * <p>Paths begin with {@code /1.0}; the project is added to each where one is chosen. Safe for use by several threads.
 */
public final class ApiServer implements AutoCloseable {
    /** No list of anything that a server has is that long. */
    private static final int LARGEST_REPLY = 64 << 20;

    private static final Connection.Body NOTHING = new Connection.Body.None();

    private final String remote;
    private final Connection connection;
    private final String project;
    private volatile @Nullable Server info;

    /**
     * @param remote the name that the user has for the server
     * @param project empty for the default one
     */
    public ApiServer(String remote, Connection connection, String project) {
        this.remote = remote;
        this.connection = connection;
        this.project = project;
    }

    public String remote() {
        return remote;
    }

    public Connection connection() {
        return connection;
    }

    /** What the server says of itself; asked once. */
    public Server info() throws IOException {
        Server known = info;
        if (known == null) {
            known = get(ApiPath.of(), Server.class);
            info = known;
        }
        return known;
    }

    public boolean has(String extension) throws IOException {
        return info().apiExtensions().contains(extension);
    }

    public <T> T get(String path, Class<T> type) throws IOException {
        return metadata(path, body -> ApiJson.readField(body, "metadata", type))
                .orElseThrow(() -> new ApiException(200, "the server's reply to " + path + " is empty"));
    }

    /** Some servers write null for a list without elements. */
    public <T> List<T> list(String path, Class<T> element) throws IOException {
        return metadata(path, body -> ApiJson.readListField(body, "metadata", element))
                .orElse(List.of());
    }

    private <T> Optional<T> metadata(String path, Function<byte[], Optional<T>> reading) throws IOException {
        try (Connection.Reply reply = exchange("GET", path, Map.of(), NOTHING)) {
            return reading.apply(whole(reply));
        } catch (MalformedJsonException e) {
            throw notJson(e);
        }
    }

    /** The metadata of the reply as maps, lists and scalars. */
    public Object tree(String path) throws IOException {
        return versioned(path).tree();
    }

    /** The elements of a list, as {@link #tree} shows them; empty where the server has none. */
    public List<?> trees(String path) throws IOException {
        return tree(path) instanceof List<?> list ? list : List.of();
    }

    /** As {@link #tree}, with the version that a later change can insist on. */
    public Versioned versioned(String path) throws IOException {
        try (Connection.Reply reply = exchange("GET", path, Map.of(), NOTHING)) {
            Object metadata = metadata(reply);
            return new Versioned(metadata == null ? Map.of() : metadata, reply.header("ETag"));
        }
    }

    /** Sends a change that is done when the reply is there. A background operation in reply is not waited for. */
    public @Nullable Object send(String method, String path, @Nullable Object body) throws IOException {
        return send(method, path, body, null);
    }

    /**
     * As {@link #send(String, String, Object)}, refused with 412 where the object is no longer at this version.
     *
     * @param version null for any
     */
    public @Nullable Object send(String method, String path, @Nullable Object body, @Nullable String version)
            throws IOException {
        Map<String, String> headers = version == null ? Map.of() : Map.of("If-Match", version);
        try (Connection.Reply reply = exchange(method, path, headers, json(body))) {
            return metadata(reply);
        }
    }

    /** Sends a change that goes on in the background. */
    public Operation start(String method, String path, @Nullable Object body) throws IOException {
        return ApiJson.fromTree(present(send(method, path, body), path), Operation.class);
    }

    /** As {@link #start}, with a body that is not JSON and headers of its own. */
    public Operation start(String method, String path, Map<String, String> headers, Connection.Body body)
            throws IOException {
        try (Connection.Reply reply = exchange(method, path, headers, body)) {
            return ApiJson.fromTree(present(metadata(reply), path), Operation.class);
        }
    }

    private static Object present(@Nullable Object metadata, String path) {
        if (metadata == null) {
            throw new ApiException(200, "the server's reply to " + path + " names no operation");
        }
        return metadata;
    }

    /** The reply itself, for bodies that are not JSON. Refusals are thrown. The caller closes it. */
    public Connection.Reply exchange(String method, String path, Map<String, String> headers, Connection.Body body)
            throws IOException {
        Connection.Reply reply = connection.send(method, inProject(path), headers, body);
        if (reply.status() >= 400) {
            try (reply) {
                throw refusal(reply);
            }
        }
        return reply;
    }

    public MessageChannel websocket(String path) throws IOException {
        return connection.websocket(inProject(path));
    }

    private String inProject(String path) {
        return project.isEmpty() ? path : ApiPath.withQuery(path, "project", project);
    }

    private static Connection.Body json(@Nullable Object body) {
        return body == null
                ? NOTHING
                : new Connection.Body.Bytes("application/json", java.nio.ByteBuffer.wrap(ApiJson.writeBytes(body)));
    }

    private static @Nullable Object metadata(Connection.Reply reply) throws IOException {
        byte[] body = whole(reply);
        try {
            Object tree = ApiJson.readTree(body);
            return tree instanceof Map<?, ?> map ? map.get("metadata") : null;
        } catch (MalformedJsonException e) {
            throw notJson(e);
        }
    }

    private static byte[] whole(Connection.Reply reply) throws IOException {
        byte[] body = reply.body().readNBytes(LARGEST_REPLY + 1);
        if (body.length > LARGEST_REPLY) {
            throw new IOException("the server's reply is longer than " + (LARGEST_REPLY >> 20) + "MiB");
        }
        return body;
    }

    private static IOException notJson(MalformedJsonException cause) {
        return new IOException("the server's reply is not JSON; is this the address of a Gantry or LXD server?", cause);
    }

    private static ApiException refusal(Connection.Reply reply) throws IOException {
        byte[] body = whole(reply);
        String message = "the server answered with HTTP status " + reply.status();
        try {
            if (ApiJson.readTree(body) instanceof Map<?, ?> map
                    && map.get("error") instanceof String error
                    && !error.isEmpty()) {
                message = error;
            }
        } catch (MalformedJsonException e) {
            // Something else than the API answered; its status is all there is to say.
        }
        return new ApiException(reply.status(), message);
    }

    @Override
    public void close() {
        connection.close();
    }

    /**
     * @param version the ETag, null where the server gave none
     */
    public record Versioned(Object tree, @Nullable String version) {}
}
