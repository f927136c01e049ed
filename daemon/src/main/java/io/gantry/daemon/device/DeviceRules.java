package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.Optional;

/** Which devices instances have, and which keys and values those take. */
public final class DeviceRules {
    private static final int LONGEST_NAME = 64;

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
        return DeviceTypes.find(device)
                .map(type -> type.keys().find(key).isPresent())
                .orElse(true);
    }

    private static void check(String name, Map<String, String> device) {
        try {
            if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw DaemonException.invalid("a name has 1 to " + LONGEST_NAME + " characters, none of which is a "
                        + "line break or another control character");
            }
            DeviceType type =
                    DeviceTypes.find(device).orElseThrow(() -> DaemonException.invalid(DeviceTypes.unknown(device)));
            type.keys().check(device);
            type.form().check(new Config(device));
        } catch (DaemonException e) {
            throw new DaemonException(
                    e.category(),
                    "Invalid device \"" + name.replaceAll("\\p{Cntrl}", " ") + "\": " + e.getMessage(),
                    e);
        }
    }

    /** Whether a device is the disk that holds an instance's root file system. */
    public static boolean isRoot(Map<String, String> device) {
        return DeviceTypes.find(device).filter(RootDisk.TYPE::equals).isPresent();
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
