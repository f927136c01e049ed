package io.gantry.client.migration;

import io.gantry.api.Instance;
import io.gantry.api.InstancePut;
import io.gantry.api.InstancesPost;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives a refreshed copy the configuration that the source has now. What belongs to the copy alone stays: its addresses
 * and other volatile keys, and the place of its root disk.
 */
final class CopyConfiguration {
    private CopyConfiguration() {}

    static InstancePut of(Instance copy, InstancesPost wanted) {
        var config = new TreeMap<String, String>();
        wanted.config().forEach((key, value) -> {
            if (!key.startsWith("volatile.")) {
                config.put(key, value);
            }
        });
        copy.config().forEach((key, value) -> {
            if (key.startsWith("volatile.")) {
                config.put(key, value);
            }
        });
        return InstancePut.builder()
                .architecture(copy.architecture())
                .config(config)
                .devices(inPoolOf(copy, wanted.devices()))
                .ephemeral(wanted.ephemeral())
                .profiles(wanted.profiles())
                .description(wanted.description())
                .build();
    }

    private static Map<String, Map<String, String>> inPoolOf(Instance copy, Map<String, Map<String, String>> devices) {
        var placed = new TreeMap<String, Map<String, String>>(devices);
        String pool = copy.expandedDevices()
                .getOrDefault(RootDisk.nameIn(copy.expandedDevices()), Map.of())
                .getOrDefault("pool", "");
        String root = RootDisk.nameIn(devices);
        if (devices.containsKey(root)) {
            var disk = new TreeMap<>(devices.get(root));
            disk.put("pool", pool);
            placed.put(root, disk);
        } else {
            String own = RootDisk.nameIn(copy.devices());
            if (copy.devices().containsKey(own)) {
                placed.put(own, copy.devices().get(own));
            }
        }
        return placed;
    }
}
