package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.ExpandedInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Network interfaces as liblxc makes them at start. */
final class NetworkConfig {
    private NetworkConfig() {}

    static List<String> lines(ExpandedInstance instance) {
        var lines = new ArrayList<String>();
        Map<String, Map<String, String>> devices = new TreeMap<>(instance.devices());
        int index = 0;
        for (var entry : devices.entrySet()) {
            Map<String, String> device = entry.getValue();
            if (!"nic".equals(device.get("type"))) {
                continue;
            }
            String prefix = "lxc.net." + index + ".";
            lines.add(prefix + "type = veth");
            lines.add(prefix + "flags = up");
            lines.add(prefix + "name = " + present(device, "name", "eth" + index));
            String bridge = present(device, "network", present(device, "parent", ""));
            if (!bridge.isEmpty()) {
                lines.add(prefix + "link = " + bridge);
            }
            String address = present(device, "hwaddr", kept(instance, entry.getKey(), "hwaddr"));
            if (!address.isEmpty()) {
                lines.add(prefix + "hwaddr = " + address);
            }
            String host = present(device, "host_name", kept(instance, entry.getKey(), "host_name"));
            if (!host.isEmpty()) {
                lines.add(prefix + "veth.pair = " + host);
            }
            String mtu = present(device, "mtu", "");
            if (!mtu.isEmpty()) {
                lines.add(prefix + "mtu = " + mtu);
            }
            index++;
        }
        if (index == 0) {
            lines.add("lxc.net.0.type = empty");
        }
        return lines;
    }

    static String kept(ExpandedInstance instance, String device, String what) {
        return instance.record().config().getOrDefault("volatile." + device + "." + what, "");
    }

    private static String present(Map<String, String> device, String key, String otherwise) {
        String value = device.getOrDefault(key, "");
        return value.isEmpty() ? otherwise : value;
    }
}
