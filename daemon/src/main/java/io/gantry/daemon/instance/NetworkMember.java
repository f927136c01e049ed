package io.gantry.daemon.instance;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * An interface of an instance on a bridge.
 *
 * @param network the bridge, which may be the daemon's or another of the host
 * @param address the MAC address
 */
public record NetworkMember(InstanceKey instance, String device, String network, String address) {
    /** The interfaces of an instance that are on bridges and have an address, by the names of their devices. */
    public static List<NetworkMember> of(ExpandedInstance instance) {
        var members = new ArrayList<NetworkMember>();
        new TreeMap<>(instance.devices()).forEach((name, device) -> {
            String network = device.getOrDefault("network", "");
            String bridge = network.isEmpty() ? device.getOrDefault("parent", "") : network;
            String own = device.getOrDefault("hwaddr", "");
            String address =
                    own.isEmpty() ? new Config(instance.record().config()).text(VolatileKeys.HWADDR.of(name)) : own;
            if ("nic".equals(device.get("type")) && !bridge.isEmpty() && !address.isEmpty()) {
                members.add(new NetworkMember(instance.key(), name, bridge, address.toLowerCase(Locale.ROOT)));
            }
        });
        return members;
    }
}
