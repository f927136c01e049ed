package io.gantry.cli.file;

import io.gantry.api.ApiJson;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of an instance, opened for reading. */
final class RemoteFile implements AutoCloseable {
    private static final int DEFAULT_MODE = 0644;

    private final Connection.Reply reply;

    private RemoteFile(Connection.Reply reply) {
        this.reply = reply;
    }

    static RemoteFile open(Context context, InstancePath path) throws IOException {
        ApiServer server = context.server(path.remote());
        return new RemoteFile(server.exchange("GET", path.api(), Map.of(), new Connection.Body.None()));
    }

    /**
     * Who may do what with a file that is written. Null or -1 leaves it to the server.
     *
     * @param demanded which of {@code uid}, {@code gid} and {@code mode} a file gets that is there already
     */
    record Attributes(@Nullable Integer uid, @Nullable Integer gid, int mode, List<String> demanded) {
        static final Attributes KEPT = new Attributes(null, null, -1);

        Attributes(@Nullable Integer uid, @Nullable Integer gid, int mode) {
            this(uid, gid, mode, List.of());
        }

        Attributes {
            demanded = List.copyOf(demanded);
        }
    }

    /** Creates or replaces a file, folder or link; returns when the server has it. */
    static void write(Context context, InstancePath path, String type, Attributes attributes, Connection.Body body)
            throws IOException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-LXD-type", type);
        if (attributes.uid() != null) {
            headers.put("X-LXD-uid", String.valueOf(attributes.uid()));
        }
        if (attributes.gid() != null) {
            headers.put("X-LXD-gid", String.valueOf(attributes.gid()));
        }
        if (attributes.mode() >= 0) {
            headers.put("X-LXD-mode", "0" + Integer.toOctalString(attributes.mode()));
        }
        if (!attributes.demanded().isEmpty()) {
            headers.put("X-LXD-modify-perm", String.join(",", attributes.demanded()));
        }
        try (Connection.Reply reply = context.server(path.remote()).exchange("POST", path.api(), headers, body)) {
            reply.body().readAllBytes();
        }
    }

    /** {@code file}, {@code directory} or {@code symlink}. */
    String type() {
        String type = reply.header("X-LXD-type");
        return type == null ? "file" : type;
    }

    int mode() {
        String mode = reply.header("X-LXD-mode");
        try {
            return mode == null ? DEFAULT_MODE : Integer.parseInt(mode, 8) & 07777;
        } catch (NumberFormatException e) {
            throw new CommandFailure("The server tells \"" + mode + "\" as the mode of a file", e);
        }
    }

    /** In bytes, -1 where the server does not say. */
    long length() {
        String length = reply.header("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    InputStream content() throws IOException {
        return reply.body();
    }

    /** What a link points to. */
    String linkTarget() throws IOException {
        String text = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** The names in a folder. */
    List<String> entries() throws IOException {
        var names = new ArrayList<String>();
        if (ApiJson.readTree(reply.body().readAllBytes()) instanceof Map<?, ?> map
                && map.get("metadata") instanceof List<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    @Override
    public void close() {
        reply.close();
    }
}
