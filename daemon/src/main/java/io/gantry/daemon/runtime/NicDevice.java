package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.config.value.BitRate;
import io.gantry.daemon.instance.ExpandedInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network interface of an instance: a pair of virtual cards, one in the container, one on the host.
 *
 * @param device the name of the device
 * @param inner the interface's name in the container
 * @param host the name of its end on the host
 * @param bridge of the host, that the end there is put into; empty for a point-to-point connection
 * @param address the MAC address inside; empty for one of the kernel's choice
 * @param mtu in bytes; empty for the kernel's own
 * @param ingress the most that the container receives
 * @param egress the most that the container sends
 */
record NicDevice(
        String device,
        String inner,
        String host,
        String bridge,
        String address,
        String mtu,
        BitRate ingress,
        BitRate egress) {
    /** All interfaces of an instance, in the order of their devices. */
    static List<NicDevice> all(ExpandedInstance instance) {
        var nics = new ArrayList<NicDevice>();
        new TreeMap<>(instance.devices()).forEach((name, device) -> {
            if (isNic(device)) {
                nics.add(of(instance, name, device, nics.size()));
            }
        });
        return nics;
    }

    /** The interface that a device is or was. */
    static NicDevice of(ExpandedInstance instance, String name, Map<String, String> device) {
        long before = instance.devices().entrySet().stream()
                .filter(other -> isNic(other.getValue()) && other.getKey().compareTo(name) < 0)
                .count();
        return of(instance, name, device, before);
    }

    private static NicDevice of(ExpandedInstance instance, String name, Map<String, String> device, long index) {
        String address = present(device, "hwaddr", kept(instance, name, "hwaddr"));
        return new NicDevice(
                name,
                present(device, "name", present(kept(instance, name, "name"), "eth" + index)),
                present(
                        device,
                        "host_name",
                        present(kept(instance, name, "host_name"), hostName(instance, name, address))),
                present(device, "network", present(device, "parent", "")),
                address,
                present(device, "mtu", ""),
                rate(device, DeviceKeys.Nic.LIMITS_INGRESS),
                rate(device, DeviceKeys.Nic.LIMITS_EGRESS));
    }

    private static BitRate rate(Map<String, String> device, ConfigKey<BitRate> key) {
        var config = new Config(device);
        return config.find(key).orElseGet(() -> config.get(DeviceKeys.Nic.LIMITS_MAX));
    }

    static boolean isNic(Map<String, String> device) {
        return "nic".equals(device.get("type"));
    }

    /** Known again while the instance runs, and no other's, since the address is random. */
    private static String hostName(ExpandedInstance instance, String device, String address) {
        return String.format(Locale.ROOT, "veth%08x", (instance.key() + " " + device + " " + address).hashCode());
    }

    /** The name on the host of the end inside, until the container has taken it. */
    String peer() {
        return String.format(Locale.ROOT, "vetp%08x", (host + " " + address).hashCode());
    }

    /** The lines by which liblxc takes the end inside into the container numbered so. */
    List<String> lxcLines(int number) {
        String prefix = "lxc.net." + number + ".";
        return List.of(
                prefix + "type = phys", prefix + "link = " + peer(), prefix + "name = " + inner, prefix + "flags = up");
    }

    private static String kept(ExpandedInstance instance, String device, String what) {
        return instance.record().config().getOrDefault("volatile." + device + "." + what, "");
    }

    private static String present(Map<String, String> device, String key, String otherwise) {
        return present(device.getOrDefault(key, ""), otherwise);
    }

    private static String present(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }
}
