package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.lifecycle.InstanceTools;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an instance from another host gets its root disk. Its own device may name a pool that only its old host has: then
 * the pool counts that the profiles name here, and else the only one that there is.
 */
final class ReceivedRootDisk {
    private final InstanceTools tools;

    ReceivedRootDisk(InstanceTools tools) {
        this.tools = tools;
    }

    /** The request with a root disk in a pool of this host, where one can be found. */
    InstancesPost placed(InstanceKey key, InstancesPost request) {
        var devices = new HashMap<>(request.devices());
        Optional<String> own = devices.entrySet().stream()
                .filter(device -> DeviceRules.isRoot(device.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        List<String> pools = tools.volumes().pools();
        if (pools.contains(DeviceRules.rootOf(devices).getOrDefault("pool", ""))) {
            return request;
        }
        Map<String, String> inherited = ofProfiles(key, request);
        String pool = inherited.getOrDefault("pool", "");
        if (own.isEmpty() && !inherited.isEmpty()) {
            return request;
        }
        if (pool.isEmpty() && pools.size() == 1) {
            pool = pools.getFirst();
        }
        if (pool.isEmpty()) {
            return request;
        }
        String name = own.orElse("root");
        var root = new HashMap<>(devices.getOrDefault(name, Map.of("type", "disk", "path", "/")));
        root.put("pool", pool);
        devices.put(name, root);
        return request.with(request.config(), devices);
    }

    private Map<String, String> ofProfiles(InstanceKey key, InstancesPost request) {
        List<String> profiles = request.profiles() == null ? List.of("default") : request.profiles();
        var bare = new InstanceRecord(
                key, "", InstanceSettings.ofProfiles(request.architecture(), profiles), Instant.EPOCH, Instant.EPOCH);
        return DeviceRules.rootOf(tools.instances().expand(bare).devices());
    }
}
