package io.gantry.cli.server;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import io.gantry.cli.output.LogLines;
import io.gantry.cli.output.PrettyJson;
import io.gantry.client.server.Connection;
import io.gantry.client.transport.MessageChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that tells what goes over it: each request, and each reply that is JSON. Passwords and the secrets of
 * operations are left out, since such texts are passed on to others for help. Safe for use by several threads.
 */
public final class LoggedConnection implements Connection {
    private final Connection connection;
    private final LogLines log;

    public LoggedConnection(Connection connection, LogLines log) {
        this.connection = connection;
        this.log = log;
        log.debug(isLocal() ? "Connecting to a local LXD over a Unix socket" : "Connecting to a remote LXD over HTTPS");
    }

    private boolean isLocal() {
        return connection.address().startsWith("unix:");
    }

    private String url(String path) {
        return (isLocal() ? "http://unix.socket" : connection.address()) + path;
    }

    @Override
    public Reply send(String method, String path, Map<String, String> headers, Body body) throws IOException {
        var fields = new LinkedHashMap<String, String>();
        fields.put("etag", headers.getOrDefault("If-Match", ""));
        fields.put("method", method);
        fields.put("url", url(path));
        log.debug("Sending request to LXD", fields);
        if (body instanceof Body.Bytes(String type, var content) && isJson(type)) {
            tell(StandardCharsets.UTF_8.decode(content.duplicate()).toString(), "");
        }
        Reply reply = connection.send(method, path, headers, body);
        if (!isJson(reply.header("Content-Type"))) {
            return reply;
        }
        try (reply) {
            byte[] content = reply.body().readAllBytes();
            String text = new String(content, StandardCharsets.UTF_8);
            if (reply.status() >= 400) {
                log.debug("Got error from LXD");
                tell(text, "");
            } else {
                log.debug(reply.status() == 202 ? "Got operation from LXD" : "Got response struct from LXD");
                tell(text, "metadata");
            }
            return new ReadReply(reply.status(), reply, new ByteArrayInputStream(content));
        }
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.startsWith("application/json");
    }

    /** @param field the part of the text that is shown, empty for all of it */
    private void tell(String text, String field) {
        try {
            Object tree = ApiJson.readTree(text.getBytes(StandardCharsets.UTF_8));
            Object shown = field.isEmpty() || !(tree instanceof Map<?, ?> map) ? tree : map.get(field);
            String pretty = PrettyJson.write(withoutSecrets(shown), PrettyJson.Order.AS_GIVEN);
            log.debug("\n\t" + pretty.replace("\n", "\n\t"));
        } catch (MalformedJsonException e) {
            log.debug(text);
        }
    }

    private static @Nullable Object withoutSecrets(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                // What such operations have are the secrets of their websockets, or a token.
                boolean givesAccess = "websocket".equals(map.get("class")) || "token".equals(map.get("class"));
                var clean = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> {
                    String name = String.valueOf(key);
                    clean.put(name, isSecret(name, value, givesAccess) ? "(not shown)" : withoutSecrets(value));
                });
                yield clean;
            }
            case List<?> list -> {
                var clean = new ArrayList<@Nullable Object>();
                list.forEach(element -> clean.add(withoutSecrets(element)));
                yield clean;
            }
            case null, default -> tree;
        };
    }

    private static boolean isSecret(String name, @Nullable Object value, boolean isInAccess) {
        boolean isNamedSo = switch (name) {
            case "password", "secret", "secrets", "websockets", "core.trust_password" -> true;
            case "metadata" -> isInAccess;
            default -> false;
        };
        return isNamedSo && value != null && !value.equals("") && !value.equals(Map.of());
    }

    @Override
    public MessageChannel websocket(String path) throws IOException {
        MessageChannel channel = connection.websocket(path);
        String url = url(path).replaceFirst("^http", "ws").replaceFirst("secret=[^&]*", "secret=(not shown)");
        log.debug("Connected to the websocket: " + url);
        return channel;
    }

    @Override
    public String address() {
        return connection.address();
    }

    @Override
    public @Nullable String certificate() {
        return connection.certificate();
    }

    @Override
    public void close() {
        connection.close();
    }

    /** A reply whose body was read already. */
    private record ReadReply(int status, Reply origin, InputStream body) implements Reply {
        @Override
        public @Nullable String header(String name) {
            return origin.header(name);
        }

        @Override
        public void close() {}
    }
}
