package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which devices instances have, and which keys and values those take. */
public final class DeviceRules {
    private static final Set<String> DISK_KEYS =
            Set.of("type", "path", "pool", "size", "source", "readonly", "optional", "required", "recursive", "shift");
    private static final Set<String> NODE_KEYS =
            Set.of("type", "source", "path", "major", "minor", "uid", "gid", "mode", "required");
    private static final Set<String> NIC_KEYS = Set.of(
            "type",
            "nictype",
            "parent",
            "network",
            "name",
            "hwaddr",
            "mtu",
            "host_name",
            "limits.ingress",
            "limits.egress",
            "limits.max");
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,14}");

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
        return key.startsWith("user.")
                || switch (type) {
                    case "disk" -> DISK_KEYS.contains(key);
                    case "nic" -> NIC_KEYS.contains(key);
                    case "unix-char", "unix-block" -> NODE_KEYS.contains(key);
                    default -> true;
                };
    }

    private static void check(String name, Map<String, String> device) {
        String type = device.getOrDefault("type", "");
        switch (type) {
            case "none" -> {}
            case "disk" -> checkDisk(name, device);
            case "nic" -> checkNic(name, device);
            case "unix-char", "unix-block" -> checkNode(name, device);
            case "" -> throw invalid(name, "it has no type");
            default -> throw invalid(name, "devices of the type \"" + type + "\" are not supported here");
        }
    }

    private static void checkDisk(String name, Map<String, String> device) {
        requireKnown(name, device, DISK_KEYS);
        if (isRoot(device)) {
            if (device.containsKey("source")) {
                throw invalid(name, "a root disk has no source");
            }
            String size = device.getOrDefault("size", "");
            if (!size.isEmpty() && !ByteSize.isValid(size)) {
                throw invalid(name, "the size \"" + size + "\" is not one such as 10GiB");
            }
            return;
        }
        if (device.getOrDefault("path", "").isEmpty()) {
            throw invalid(name, "it has no path");
        }
        requireSwitches(name, device, List.of("readonly", "optional", "required", "recursive", "shift"));
        if (!device.getOrDefault("source", "").startsWith("/")) {
            throw invalid(name, "its source must be an absolute path of the host");
        }
        if (device.containsKey("pool")) {
            throw invalid(name, "volumes of storage pools can be no disks here, but for the root");
        }
    }

    private static void checkNode(String name, Map<String, String> device) {
        requireKnown(name, device, NODE_KEYS);
        if (!device.getOrDefault("source", device.getOrDefault("path", "")).startsWith("/")) {
            throw invalid(name, "it has neither a source nor a path, which are absolute");
        }
        for (String key : List.of("major", "minor", "uid", "gid")) {
            if (!device.getOrDefault(key, "0").matches("[0-9]{1,9}")) {
                throw invalid(name, "the " + key + " \"" + device.get(key) + "\" is no number");
            }
        }
        if (!device.getOrDefault("mode", "0660").matches("0?[0-7]{1,4}")) {
            throw invalid(name, "the mode \"" + device.get("mode") + "\" is not one such as 0660");
        }
        requireSwitches(name, device, List.of("required"));
    }

    private static void requireSwitches(String name, Map<String, String> device, List<String> keys) {
        for (String key : keys) {
            if (!device.getOrDefault(key, "").matches("(?i)true|false|1|0|yes|no|on|off|")) {
                throw invalid(name, key + " is true or false, not \"" + device.get(key) + "\"");
            }
        }
    }

    private static void checkNic(String name, Map<String, String> device) {
        requireKnown(name, device, NIC_KEYS);
        String kind = device.getOrDefault("nictype", "");
        boolean hasNetwork = !device.getOrDefault("network", "").isEmpty();
        if (hasNetwork && !kind.isEmpty() && !kind.equals("bridged")) {
            throw invalid(name, "with a network, nictype is bridged or not set");
        }
        if (!hasNetwork && !Set.of("bridged", "p2p").contains(kind)) {
            throw invalid(name, "nictype must be bridged or p2p, or network must name a bridge");
        }
        if (kind.equals("bridged")
                && !hasNetwork
                && device.getOrDefault("parent", "").isEmpty()) {
            throw invalid(name, "its parent, the bridge, is missing");
        }
        for (String key : List.of("name", "host_name", "parent", "network")) {
            String value = device.getOrDefault(key, "");
            if (!value.isEmpty() && !INTERFACE.matcher(value).matches()) {
                throw invalid(
                        name, key + " \"" + value + "\" is no interface's name: at most 15 letters, digits, or ._-");
            }
        }
        String address = device.getOrDefault("hwaddr", "");
        if (!address.isEmpty() && !address.matches("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
            throw invalid(name, "the hwaddr \"" + address + "\" is no MAC address");
        }
        for (String key : List.of("limits.ingress", "limits.egress", "limits.max")) {
            String rate = device.getOrDefault(key, "");
            if (!rate.isEmpty() && !BitRate.isValid(rate)) {
                throw invalid(name, key + " \"" + rate + "\" is not one such as 10Mbit");
            }
        }
        String mtu = device.getOrDefault("mtu", "");
        if (!mtu.isEmpty() && !mtu.matches("[1-9][0-9]{1,4}")) {
            throw invalid(name, "the mtu \"" + mtu + "\" is no number");
        }
    }

    private static void requireKnown(String name, Map<String, String> device, Set<String> keys) {
        for (String key : device.keySet()) {
            if (!keys.contains(key) && !key.startsWith("user.")) {
                throw invalid(name, "a device of the type " + device.get("type") + " has no key " + key);
            }
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
