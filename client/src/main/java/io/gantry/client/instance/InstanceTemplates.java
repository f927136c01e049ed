package io.gantry.client.instance;

import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The templates of files that one instance has from its image. Safe for use by several threads. */
public final class InstanceTemplates {
    private final ApiServer server;
    private final String instance;

    public InstanceTemplates(ApiServer server, String instance) {
        this.server = server;
        this.instance = instance;
    }

    public List<String> names() throws IOException {
        return server.list(all(), String.class);
    }

    public byte[] read(String name) throws IOException {
        try (Connection.Reply reply = server.exchange("GET", path(name), Map.of(), new Connection.Body.None())) {
            return reply.body().readAllBytes();
        }
    }

    /** Makes or replaces a template. */
    public void write(String name, byte[] content) throws IOException {
        var body = new Connection.Body.Bytes("application/octet-stream", ByteBuffer.wrap(content));
        server.exchange("POST", path(name), Map.of(), body).close();
    }

    public void delete(String name) throws IOException {
        server.send("DELETE", path(name), null);
    }

    private String all() {
        return ApiPath.of("instances", instance, "metadata", "templates");
    }

    private String path(String name) {
        return ApiPath.withQuery(all(), "path", name);
    }
}
