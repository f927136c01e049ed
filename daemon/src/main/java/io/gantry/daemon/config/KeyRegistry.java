package io.gantry.daemon.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All keys that this server knows, by the kind of thing that has them. */
public final class KeyRegistry {
    /** The instance's first, then those of devices, the server, networks and storage pools. */
    public static final List<KeySet> ALL = List.of(
            InstanceKeys.ALL,
            DeviceKeys.Disk.ALL,
            DeviceKeys.Nic.BRIDGED,
            DeviceKeys.Nic.P2P,
            DeviceKeys.Nic.MACVLAN,
            DeviceKeys.Nic.PHYSICAL,
            DeviceKeys.NONE,
            DeviceKeys.UnixNode.BLOCK,
            DeviceKeys.UnixNode.CHARACTER,
            ServerKeys.ALL,
            NetworkKeys.ALL,
            PoolKeys.BTRFS,
            PoolKeys.DIR);

    private KeyRegistry() {}

    /** The keys that a device has, by its type and, of a nic, its kind; empty where this server has no such devices. */
    public static Optional<KeySet> ofDevice(Map<String, String> device) {
        String type = new Config(device).text(DeviceKeys.TYPE);
        return type.equals("nic")
                ? DeviceKeys.Nic.kind(device).flatMap(kind -> of("device-nic-" + kind))
                : of("device-" + type);
    }

    /** The keys of storage pools of a driver; empty where this server has no such driver. */
    public static Optional<KeySet> ofPool(String driver) {
        return of("storage-" + driver);
    }

    private static Optional<KeySet> of(String entity) {
        return ALL.stream().filter(keys -> keys.entity().equals(entity)).findFirst();
    }
}
