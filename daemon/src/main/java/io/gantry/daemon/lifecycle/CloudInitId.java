package io.gantry.daemon.lifecycle;

import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The id by which cloud-init tells whether it has set up an instance before. It changes with all that cloud-init sets
 * up: then it does its work again at the next start.
 */
public final class CloudInitId {
    public static final String KEY = "volatile.cloud-init.instance-id";

    private static final List<String> SEEDS = List.of(
            "cloud-init.vendor-data",
            "cloud-init.user-data",
            "cloud-init.network-config",
            "user.vendor-data",
            "user.user-data",
            "user.network-config");

    private CloudInitId() {}

    public static String random() {
        return UUID.randomUUID().toString();
    }

    /** The record with another id. */
    public static InstanceRecord renewed(InstanceRecord record) {
        var config = new HashMap<>(record.config());
        config.put(KEY, random());
        return record.withConfig(config);
    }

    /** Whether a change gives cloud-init something to do: other seeds, or interfaces of other names. */
    public static boolean isOutdatedBy(ExpandedInstance before, ExpandedInstance after) {
        boolean hasOtherSeeds = SEEDS.stream()
                .anyMatch(key -> !before.config()
                        .getOrDefault(key, "")
                        .equals(after.config().getOrDefault(key, "")));
        return hasOtherSeeds || !interfaces(before).equals(interfaces(after));
    }

    private static Set<String> interfaces(ExpandedInstance instance) {
        var names = new TreeSet<String>();
        instance.devices().forEach((device, options) -> {
            if ("nic".equals(options.get("type"))) {
                String given = options.getOrDefault("name", "");
                names.add(given.isEmpty() ? nameBefore(instance.config(), device) : given);
            }
        });
        return names;
    }

    private static String nameBefore(Map<String, String> config, String device) {
        return config.getOrDefault("volatile." + device + ".name", device);
    }
}
