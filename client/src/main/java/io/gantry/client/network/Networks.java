package io.gantry.client.network;

import io.gantry.api.Network;
import io.gantry.api.NetworkLease;
import io.gantry.api.NetworksPost;
import io.gantry.api.Operation;
import io.gantry.api.Rename;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a server: those that it manages, and the interfaces of its host. Refusals are {@link io.gantry.client.server.ApiException}s, 404 where there is no such network. Safe for use by
 * several threads.
 */
public final class Networks implements Configured {
    private final ApiServer server;

    public Networks(ApiServer server) {
        this.server = server;
    }

    /** All of them, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<Network> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), Network.class);
    }

    public Network get(String name) throws IOException {
        return server.get(path(name), Network.class);
    }

    @Override
    public ApiServer.Versioned read(String name) throws IOException {
        return server.versioned(path(name));
    }

    @Override
    public Optional<Operation> replace(String name, Object fields, @Nullable String version) throws IOException {
        server.send("PUT", path(name), fields, version);
        return Optional.empty();
    }

    public void create(NetworksPost request) throws IOException {
        server.send("POST", all(), request);
    }

    public void rename(String name, String newName) throws IOException {
        server.send("POST", path(name), new Rename(newName));
    }

    public void delete(String name) throws IOException {
        server.send("DELETE", path(name), null);
    }

    /** Addresses and traffic, as the server shows them: {@link io.gantry.api.NetworkState}. */
    public Object state(String name) throws IOException {
        return server.tree(ApiPath.of("networks", name, "state"));
    }

    /** The addresses that it has handed out, as the server shows them: {@link io.gantry.api.NetworkLease}. */
    public List<?> leaseTrees(String name) throws IOException {
        return server.trees(ApiPath.of("networks", name, "leases"));
    }

    public List<NetworkLease> leases(String name) throws IOException {
        return server.list(ApiPath.of("networks", name, "leases"), NetworkLease.class);
    }

    private static String all() {
        return ApiPath.of("networks");
    }

    private static String path(String name) {
        return ApiPath.of("networks", name);
    }
}
