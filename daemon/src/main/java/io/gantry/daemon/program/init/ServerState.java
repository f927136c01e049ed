package io.gantry.daemon.program.init;

import io.gantry.api.Network;
import io.gantry.api.NetworksPost;
import io.gantry.api.Profile;
import io.gantry.api.ProfilesPost;
import io.gantry.api.Server;
import io.gantry.api.ServerStorageDriver;
import io.gantry.api.StoragePool;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.network.Networks;
import io.gantry.client.profile.Profiles;
import io.gantry.client.server.ApiServer;
import io.gantry.client.storage.StoragePools;
import io.gantry.daemon.config.VolatileKeys;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a server has before it is set up.
 *
 * @param networks also those of the host
 */
record ServerState(Server server, List<StoragePool> pools, List<Network> networks, List<Profile> profiles) {
    static ServerState of(ApiServer daemon) throws IOException {
        return new ServerState(
                daemon.info(),
                new StoragePools(daemon).list(),
                new Networks(daemon).list(),
                new Profiles(daemon).list());
    }

    /** The storage drivers that the host can use. */
    List<String> drivers() {
        return server.environment().storageSupportedDrivers().stream()
                .map(ServerStorageDriver::name)
                .toList();
    }

    boolean hasPool(String name) {
        return pools.stream().anyMatch(pool -> pool.name().equals(name));
    }

    /** The host's interface of a name, whoever made it. */
    Optional<Network> network(String name) {
        return networks.stream().filter(network -> network.name().equals(name)).findFirst();
    }

    /** Whether new instances get an interface, or the server has a bridge to give them. */
    boolean hasNetwork() {
        return networks.stream().anyMatch(Network::managed)
                || profiles.stream()
                        .filter(profile -> profile.name().equals("default"))
                        .flatMap(profile -> profile.devices().values().stream())
                        .anyMatch(device -> "nic".equals(device.get("type")));
    }

    /** The first name of a bridge that no interface of the host has. */
    String freeBridge() {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "lxdbr" + number)
                .filter(name -> network(name).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** All of it as a preseed; it makes the same on another server, but for what is random. */
    Preseed dump() {
        return new Preseed(
                server.config(),
                networks.stream()
                        .filter(Network::managed)
                        .map(network -> new NetworksPost(
                                lasting(network.config()), network.description(), network.name(), network.type()))
                        .toList(),
                pools.stream()
                        .map(pool -> new StoragePoolsPost(
                                lasting(pool.config()), pool.description(), pool.name(), pool.driver()))
                        .toList(),
                profiles.stream()
                        .map(profile -> new ProfilesPost(
                                profile.config(), profile.description(), profile.devices(), profile.name()))
                        .toList());
    }

    /** Without what the server noted for itself. */
    private static Map<String, String> lasting(Map<String, String> config) {
        var lasting = new TreeMap<>(config);
        lasting.keySet().removeIf(VolatileKeys::isVolatile);
        return lasting;
    }
}
