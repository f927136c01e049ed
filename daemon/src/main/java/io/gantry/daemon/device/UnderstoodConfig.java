package io.gantry.daemon.device;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this server understands of a configuration that another server has taken: newer ones, and those of other makers,
 * have keys and devices that are not known here. A root disk is never left out, since without it there is no instance.
 *
 * @param leftOut what is not understood, in words for the user; empty where everything is
 */
public record UnderstoodConfig(
        Map<String, String> config, Map<String, Map<String, String>> devices, List<String> leftOut) {
    public UnderstoodConfig {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
        leftOut = List.copyOf(leftOut);
    }

    public static UnderstoodConfig of(Map<String, String> config, Map<String, Map<String, String>> devices) {
        var leftOut = new ArrayList<String>();
        var knownConfig = new HashMap<String, String>();
        new TreeMap<>(config).forEach((key, value) -> {
            try {
                InstanceKeys.ALL.check(Map.of(key, value));
                knownConfig.put(key, value);
            } catch (DaemonException e) {
                // What is so on the other host alone is missed by nobody here.
                if (!VolatileKeys.isFact(key) && !VolatileKeys.isForeign(key)) {
                    leftOut.add(e.getMessage());
                }
            }
        });
        var knownDevices = new HashMap<String, Map<String, String>>();
        new TreeMap<>(devices).forEach((name, device) -> understand(name, device, knownDevices, leftOut));
        return new UnderstoodConfig(knownConfig, knownDevices, leftOut);
    }

    private static void understand(
            String name, Map<String, String> device, Map<String, Map<String, String>> known, List<String> leftOut) {
        var rest = new HashMap<>(device);
        var unknown = new ArrayList<String>();
        for (String key : new TreeMap<>(device).keySet()) {
            if (!DeviceRules.isKey(device, key)) {
                rest.remove(key);
                unknown.add("Unknown key of the device \"" + name + "\": " + key);
            }
        }
        try {
            DeviceRules.check(Map.of(name, rest));
            known.put(name, rest);
            leftOut.addAll(unknown);
        } catch (DaemonException e) {
            if (DeviceRules.isRoot(device)) {
                known.put(name, device);
            } else {
                leftOut.add(e.getMessage());
            }
        }
    }
}
