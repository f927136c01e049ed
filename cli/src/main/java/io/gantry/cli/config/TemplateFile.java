package io.gantry.cli.config;

import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** A template of an instance on its server. */
record TemplateFile(ApiServer server, String path) {
    /** How commands name one. */
    static final String ARGUMENTS = "[<remote>:]<instance> <template>";

    /** The one that the first two arguments name. */
    static TemplateFile of(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Target target = invocation.namedTarget(0, "instance");
        return new TemplateFile(
                invocation.context().server(target),
                ApiPath.withQuery(all(target.name()), "path", invocation.argument(1)));
    }

    /** Where the templates of an instance are. */
    static String all(String instance) {
        return ApiPath.of("instances", instance, "metadata", "templates");
    }

    byte[] read() throws IOException {
        try (Connection.Reply reply = server.exchange("GET", path, Map.of(), new Connection.Body.None())) {
            return reply.body().readAllBytes();
        }
    }

    void write(byte[] content) throws IOException {
        var body = new Connection.Body.Bytes("application/octet-stream", ByteBuffer.wrap(content));
        server.exchange("POST", path, Map.of(), body).close();
    }

    void delete() throws IOException {
        server.send("DELETE", path, null);
    }
}
