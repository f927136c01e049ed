package io.gantry.client.instance;

import io.gantry.api.ApiJson;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file of an instance, opened for reading by one thread. */
public final class InstanceFile implements AutoCloseable {
    private static final int DEFAULT_MODE = 0644;

    private final Connection.Reply reply;

    InstanceFile(Connection.Reply reply) {
        this.reply = reply;
    }

    /** {@code file}, {@code directory} or {@code symlink}; servers may know others. */
    public String type() {
        String type = reply.header("X-LXD-type");
        return type == null ? "file" : type;
    }

    /**
     * Permissions, at most {@code 07777}.
     *
     * @throws IOException where the server tells no number
     */
    public int mode() throws IOException {
        String mode = reply.header("X-LXD-mode");
        try {
            return mode == null ? DEFAULT_MODE : Integer.parseInt(mode, 8) & 07777;
        } catch (NumberFormatException e) {
            throw new IOException("The server tells \"" + mode + "\" as the mode of a file", e);
        }
    }

    /** In bytes, -1 where the server does not say. */
    public long length() {
        return reply.length();
    }

    /** The content of a file; read once. */
    public InputStream content() throws IOException {
        return reply.body();
    }

    /** What a link points to. */
    public String linkTarget() throws IOException {
        String text = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** The names in a folder. */
    public List<String> entries() throws IOException {
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
