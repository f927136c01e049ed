package io.gantry.client.network;

import io.gantry.api.Network;
import io.gantry.api.NetworkLease;
import io.gantry.api.NetworksPost;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.NamedObjects;
import java.io.IOException;
import java.util.List;

/** The networks of a server: those that it manages, and the interfaces of its host. */
public final class Networks extends NamedObjects<Network> {
    public Networks(ApiServer server) {
        super(server, "networks", Network.class);
    }

    public void create(NetworksPost request) throws IOException {
        post(request);
    }

    public void rename(String name, String newName) throws IOException {
        postName(name, newName);
    }

    /** Addresses and traffic, as the server shows them: {@link io.gantry.api.NetworkState}. */
    public Object state(String name) throws IOException {
        return treeBelow(name, "state");
    }

    /** The addresses that it has handed out, as the server shows them: {@link io.gantry.api.NetworkLease}. */
    public List<?> leaseTrees(String name) throws IOException {
        return server().trees(ApiPath.of("networks", name, "leases"));
    }

    public List<NetworkLease> leases(String name) throws IOException {
        return server().list(ApiPath.of("networks", name, "leases"), NetworkLease.class);
    }
}
