package io.gantry.daemon.instance;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
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

    /** Whether a device has a key; one of a type that is not known has every key. */
    static boolean isKey(Map<String, String> device, String key) {
        return KeyRegistry.ofDevice(device)
                .map(keys -> keys.find(key).isPresent())
                .orElse(true);
    }

    private static void check(String name, Map<String, String> device) {
        var config = new Config(device);
        String type = config.text(DeviceKeys.TYPE);
        if (type.isEmpty()) {
            throw invalid(name, "it has no type");
        }
        KeySet keys = KeyRegistry.ofDevice(device)
                .orElseThrow(() -> invalid(
                        name,
                        type.equals("nic")
                                ? "nictype must be bridged or p2p, or network must name a bridge"
                                : "devices of the type \"" + type + "\" are not supported here"));
        try {
            keys.check(device);
        } catch (DaemonException e) {
            throw new DaemonException(e.category(), "Invalid device \"" + name + "\": " + e.getMessage(), e);
        }
        switch (type) {
            case "disk" -> checkDisk(name, config);
            case "nic" -> checkNic(name, config);
            case "unix-char", "unix-block" -> checkNode(name, config);
            default -> {}
        }
    }

    private static void checkDisk(String name, Config disk) {
        if (isRoot(disk.values())) {
            if (disk.isSet(DeviceKeys.Disk.SOURCE)) {
                throw invalid(name, "a root disk has no source");
            }
            return;
        }
        if (!disk.isSet(DeviceKeys.Disk.PATH)) {
            throw invalid(name, "it has no path");
        }
        if (!disk.isSet(DeviceKeys.Disk.SOURCE)) {
            throw invalid(name, "its source, an absolute path of the host, is missing");
        }
        if (disk.isSet(DeviceKeys.Disk.POOL)) {
            throw invalid(name, "volumes of storage pools can be no disks here, but for the root");
        }
    }

    private static void checkNode(String name, Config node) {
        String source = node.text(DeviceKeys.UnixNode.SOURCE);
        if (!(source.isEmpty() ? node.text(DeviceKeys.UnixNode.PATH) : source).startsWith("/")) {
            throw invalid(name, "it has neither a source nor a path, which are absolute");
        }
    }

    private static void checkNic(String name, Config nic) {
        boolean isBridged = KeyRegistry.ofDevice(nic.values())
                .filter(DeviceKeys.Nic.BRIDGED::equals)
                .isPresent();
        if (isBridged && !nic.isSet(DeviceKeys.Nic.NETWORK) && !nic.isSet(DeviceKeys.Nic.PARENT)) {
            throw invalid(name, "its parent, the bridge, is missing");
        }
    }

    private static DaemonException invalid(String name, String what) {
        return DaemonException.invalid("Invalid device \"" + name + "\": " + what);
    }

    /** Whether a device is the disk that holds an instance's root file system. */
    public static boolean isRoot(Map<String, String> device) {
        var config = new Config(device);
        return config.text(DeviceKeys.TYPE).equals("disk")
                && config.text(DeviceKeys.Disk.PATH).equals("/");
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
        if (root.isEmpty() || !new Config(root.get()).isSet(DeviceKeys.Disk.POOL)) {
            throw DaemonException.invalid("No root device could be found: add a disk with the path / and a storage "
                    + "pool to the instance or to a profile of it");
        }
        return root.get();
    }
}
