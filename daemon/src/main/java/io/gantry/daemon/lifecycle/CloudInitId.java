package io.gantry.daemon.lifecycle;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import java.util.HashMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The id by which cloud-init tells whether it has set up an instance before. It changes with all that cloud-init sets
 * up: then it does its work again at the next start.
 */
public final class CloudInitId {
    private CloudInitId() {}

    /** The record with another id. */
    public static InstanceRecord renewed(InstanceRecord record, Ids ids) {
        var config = new HashMap<>(record.config());
        VolatileKeys.CLOUD_INIT_INSTANCE_ID.put(config, ids.uuid());
        return record.withConfig(config);
    }

    /** Whether a change gives cloud-init something to do: other seeds, or interfaces of other names. */
    public static boolean isOutdatedBy(ExpandedInstance before, ExpandedInstance after) {
        boolean hasOtherSeeds =
                InstanceKeys.CLOUD_INIT_SEEDS.stream().anyMatch(key -> key.isChanged(before.config(), after.config()));
        return hasOtherSeeds || !interfaces(before).equals(interfaces(after));
    }

    private static Set<String> interfaces(ExpandedInstance instance) {
        var names = new TreeSet<String>();
        instance.devices().forEach((device, options) -> {
            var nic = new Config(options);
            if (nic.text(DeviceKeys.TYPE).equals("nic")) {
                String given = nic.text(DeviceKeys.Nic.NAME);
                names.add(given.isEmpty() ? nameBefore(instance, device) : given);
            }
        });
        return names;
    }

    private static String nameBefore(ExpandedInstance instance, String device) {
        return instance.find(VolatileKeys.NAME.of(device)).orElse(device);
    }
}
