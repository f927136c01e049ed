package io.gantry.daemon.program.init;

import io.gantry.api.ApiJson;
import io.gantry.api.Network;
import io.gantry.api.Profile;
import io.gantry.api.Server;
import io.gantry.api.StoragePool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Servers before they are set up. */
final class States {
    private States() {}

    static ServerState fresh() {
        return with(List.of(), List.of());
    }

    static ServerState with(List<StoragePool> pools, List<Network> networks) {
        byte[] server = """
                {"config": {}, "environment": {"storage_supported_drivers":
                  [{"Name": "btrfs", "Version": "6", "Remote": false}, {"Name": "dir", "Version": "1", "Remote": false}]}}
                """.getBytes(StandardCharsets.UTF_8);
        var profile = new Profile(Map.of(), "Default LXD profile", Map.of(), "default", List.of());
        return new ServerState(ApiJson.read(server, Server.class), pools, networks, List.of(profile));
    }

    static StoragePool pool(String name) {
        return new StoragePool(Map.of(), "", name, "dir", List.of(), "Created", List.of());
    }

    static Network network(String name, String type, boolean isManaged) {
        return new Network(Map.of(), "", name, type, List.of(), isManaged, "", null);
    }
}
