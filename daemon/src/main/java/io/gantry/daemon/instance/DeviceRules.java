package io.gantry.daemon.instance;

import io.gantry.daemon.config.KeyRegistry;
import io.gantry.daemon.config.KeySet;
import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.Optional;

/** Which devices instances have, and which keys and values those take. */
public final class DeviceRules {
    private DeviceRules() {}

    /**
     * Checks devices by name.
     *
     * @throws DaemonException INVALID_REQUEST naming the device and what is wrong with it
     */
    public static void check(Map<String, Map<String, String>> devices) {
        devices.forEach(DeviceRules::check);
        if (devices.values().stream().filter(DeviceRules::isRoot).count() > 1) {
            throw DaemonException.invalid("there is more than one disk with the path /: an instance has one root");
        }
    }

    /** Whether devices of a type have a key; those of a type that is not known have every key. */
    static boolean isKey(String type, String key) {
        return KeyRegistry.ofDevice(type)
                .map(keys -> keys.find(key).isPresent())
                .orElse(true);
    }

    private static void check(String name, Map<String, String> device) {
        String type = device.getOrDefault("type", "");
        if (type.isEmpty()) {
            throw invalid(name, "it has no type");
        }
        KeySet keys = KeyRegistry.ofDevice(type)
                .orElseThrow(() -> invalid(name, "devices of the type \"" + type + "\" are not supported here"));
        try {
            keys.check(device);
        } catch (DaemonException e) {
            throw invalid(name, e.getMessage());
        }
        switch (type) {
            case "disk" -> checkDisk(name, device);
            case "nic" -> checkNic(name, device);
            case "unix-char", "unix-block" -> checkNode(name, device);
            default -> {}
        }
    }

    private static void checkDisk(String name, Map<String, String> device) {
        if (isRoot(device)) {
            if (device.containsKey("source")) {
                throw invalid(name, "a root disk has no source");
            }
            return;
        }
        if (device.getOrDefault("path", "").isEmpty()) {
            throw invalid(name, "it has no path");
        }
        if (device.getOrDefault("source", "").isEmpty()) {
            throw invalid(name, "its source, an absolute path of the host, is missing");
        }
        if (device.containsKey("pool")) {
            throw invalid(name, "volumes of storage pools can be no disks here, but for the root");
        }
    }

    private static void checkNode(String name, Map<String, String> device) {
        if (!device.getOrDefault("source", device.getOrDefault("path", "")).startsWith("/")) {
            throw invalid(name, "it has neither a source nor a path, which are absolute");
        }
    }

    private static void checkNic(String name, Map<String, String> device) {
        String kind = device.getOrDefault("nictype", "");
        boolean hasNetwork = !device.getOrDefault("network", "").isEmpty();
        if (hasNetwork && !kind.isEmpty() && !kind.equals("bridged")) {
            throw invalid(name, "with a network, nictype is bridged or not set");
        }
        if (!hasNetwork && kind.isEmpty()) {
            throw invalid(name, "nictype must be bridged or p2p, or network must name a bridge");
        }
        if (kind.equals("bridged")
                && !hasNetwork
                && device.getOrDefault("parent", "").isEmpty()) {
            throw invalid(name, "its parent, the bridge, is missing");
        }
    }

    private static DaemonException invalid(String name, String what) {
        return DaemonException.invalid("Invalid device \"" + name + "\": " + what);
    }

    /** Whether a device is the disk that holds an instance's root file system. */
    public static boolean isRoot(Map<String, String> device) {
        return "disk".equals(device.get("type")) && "/".equals(device.get("path"));
    }

    /** The root disk among devices; empty where there is none. */
    public static Map<String, String> rootOf(Map<String, Map<String, String>> devices) {
        return devices.values().stream().filter(DeviceRules::isRoot).findFirst().orElse(Map.of());
    }

    /**
     * The root disk among devices.
     *
     * @throws DaemonException INVALID_REQUEST where there is none with a pool
     */
    public static Map<String, String> requireRoot(Map<String, Map<String, String>> devices) {
        Optional<Map<String, String>> root =
                devices.values().stream().filter(DeviceRules::isRoot).findFirst();
        if (root.isEmpty() || root.get().getOrDefault("pool", "").isEmpty()) {
            throw DaemonException.invalid("No root device could be found: add a disk with the path / and a storage "
                    + "pool to the instance or to a profile of it");
        }
        return root.get();
    }
}
