package io.gantry.client.server;

import io.gantry.api.Operation;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server says of itself and its host, and its own configuration. Safe for use by several threads. */
public final class ServerSettings implements Configured {
    private static final String PATH = ApiPath.of();

    private final ApiServer server;

    public ServerSettings(ApiServer server) {
        this.server = server;
    }

    /** All that the server says of itself; to a stranger it says less. */
    public Object tree() throws IOException {
        return server.tree(PATH);
    }

    /** Whether the server trusts the certificate that we show, asked anew each time. */
    public boolean isTrusted() throws IOException {
        return tree() instanceof Map<?, ?> info && "trusted".equals(info.get("auth"));
    }

    /** Processors, memory, disks, network cards and the like of the server's host. */
    public Object resources() throws IOException {
        return server.tree(ApiPath.of("resources"));
    }

    /** @param name is not used: there is one server */
    @Override
    public ApiServer.Versioned read(String name) throws IOException {
        return server.versioned(PATH);
    }

    /** @param name is not used: there is one server */
    @Override
    public Optional<Operation> replace(String name, Object fields, @Nullable String version) throws IOException {
        server.send("PUT", PATH, fields, version);
        return Optional.empty();
    }

    /** Sets these keys and keeps all others; an empty value takes a key away. */
    public void set(Map<String, ?> keys) throws IOException {
        server.send("PATCH", PATH, Map.of("config", keys));
    }
}
