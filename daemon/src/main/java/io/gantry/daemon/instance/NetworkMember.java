package io.gantry.daemon.instance;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.config.VolatileKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            var nic = new Config(device);
            String network = nic.text(DeviceKeys.Nic.NETWORK);
            String bridge = network.isEmpty() ? nic.text(DeviceKeys.Nic.PARENT) : network;
            String own = nic.text(DeviceKeys.Nic.HWADDR);
            String address =
                    own.isEmpty() ? new Config(instance.record().config()).text(VolatileKeys.HWADDR.of(name)) : own;
            if (isNic(device) && !bridge.isEmpty() && !address.isEmpty()) {
                members.add(new NetworkMember(instance.key(), name, bridge, address.toLowerCase(Locale.ROOT)));
            }
        });
        return members;
    }

    /** Whether a device is an interface in a network or another bridge of this name. */
    public static boolean isIn(String network, Map<String, String> device) {
        var nic = new Config(device);
        return isNic(device)
                && (nic.text(DeviceKeys.Nic.NETWORK).equals(network)
                        || nic.text(DeviceKeys.Nic.PARENT).equals(network));
    }

    private static boolean isNic(Map<String, String> device) {
        return new Config(device).text(DeviceKeys.TYPE).equals("nic");
    }
}
