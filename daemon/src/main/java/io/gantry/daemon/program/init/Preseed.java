package io.gantry.daemon.program.init;

import io.gantry.api.NetworksPost;
import io.gantry.api.ProfilesPost;
import io.gantry.api.StoragePoolsPost;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server is to have. What it has already is changed as far as this names it; nothing is removed.
 *
 * @param config keys of the server
 */
record Preseed(
        Map<String, Object> config,
        List<NetworksPost> networks,
        List<StoragePoolsPost> storagePools,
        List<ProfilesPost> profiles) {
    Preseed {
        config = Map.copyOf(config);
        networks = List.copyOf(networks);
        storagePools = List.copyOf(storagePools);
        profiles = List.copyOf(profiles);
    }

    /** A change of the profile that new instances get. */
    static ProfilesPost defaultProfile(Map<String, Map<String, String>> devices) {
        return new ProfilesPost(Map.of(), "", new TreeMap<>(devices), "default");
    }

    /** The disk that the root of new instances is. */
    static Map<String, String> rootIn(String pool) {
        return new TreeMap<>(Map.of("type", "disk", "path", "/", "pool", pool));
    }

    /** The interface that new instances get. */
    static Map<String, String> interfaceIn(String network) {
        return new TreeMap<>(Map.of("type", "nic", "name", "eth0", "network", network));
    }
}
