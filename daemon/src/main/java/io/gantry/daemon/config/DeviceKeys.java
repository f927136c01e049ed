package io.gantry.daemon.config;

import static io.gantry.daemon.config.Scope.DEVICE;

import io.gantry.daemon.config.value.BitRate;
import io.gantry.storage.ByteSize;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of devices, by their type. */
public final class DeviceKeys {
    private static final String GROUP = "device-conf";

    private static final KeySet.Builder ANY = new KeySet.Builder("device-none", "a device of the type none");
    private static final KeySet.Group OF_ANY = ANY.group(GROUP, DEVICE);

    /** What every device says of itself. */
    public static final ConfigKey<String> TYPE = OF_ANY.key("type", ValueTypes.LINE)
            .live()
            .says("What the device is: disk, nic, unix-char, unix-block, or none to hide one of a profile.");

    public static final KeyFamily<String> USER = OF_ANY.key("user.*", ValueTypes.TEXT)
            .live()
            .family(Pattern.compile(".+", Pattern.DOTALL), "Free for users.");

    /** The keys of a device of the type {@code none}, which hides one of a profile. */
    public static final KeySet NONE = ANY.build();

    private DeviceKeys() {}

    /** Disks: an instance's root, and directories and files of the host. */
    public static final class Disk {
        private static final KeySet.Builder KEYS = new KeySet.Builder("device-disk", "a device of the type disk");
        private static final KeySet.Group DISK = KEYS.group(GROUP, DEVICE);

        public static final ConfigKey<String> PATH =
                DISK.key("path", ValueTypes.LINE).live().says("Where the disk is in the instance; / for its root.");
        public static final ConfigKey<String> POOL =
                DISK.key("pool", ValueTypes.LINE).never().says("The storage pool of a root disk.");
        public static final ConfigKey<ByteSize> SIZE = DISK.key("size", ValueTypes.SIZE)
                .live()
                .otherwise("as the pool's volume.size says")
                .says("The most that a root disk holds.");
        public static final ConfigKey<String> SOURCE =
                DISK.key("source", ValueTypes.HOST_PATH).live().says("The directory or file of the host.");
        public static final ConfigKey<Boolean> READONLY = DISK.key("readonly", ValueTypes.SWITCH)
                .live()
                .byDefault(false)
                .says("Whether the instance cannot write to the disk.");
        public static final ConfigKey<Boolean> REQUIRED = DISK.key("required", ValueTypes.SWITCH)
                .live()
                .byDefault(true)
                .says("Whether the instance cannot start without the source.");
        public static final ConfigKey<Boolean> OPTIONAL = DISK.key("optional", ValueTypes.SWITCH)
                .live()
                .byDefault(false)
                .says("Whether the instance can start without the source; an older word for required=false.");
        public static final ConfigKey<Boolean> RECURSIVE = DISK.key("recursive", ValueTypes.SWITCH)
                .live()
                .byDefault(false)
                .says("Whether the instance also has what is mounted below the source.");
        public static final ConfigKey<Boolean> SHIFT = DISK.key("shift", ValueTypes.SWITCH)
                .live()
                .byDefault(false)
                .since("container_disk_shift")
                .says("Whether the owners of files are the same ids in the instance as on the host.");

        /** All of them. */
        public static final KeySet ALL = KEYS.build().with(NONE);

        private Disk() {}
    }

    /** Interfaces of the network, by their kind. */
    public static final class Nic {
        private static final String BRIDGED_KIND = "bridged";
        private static final String P2P_KIND = "p2p";
        private static final String MACVLAN_KIND = "macvlan";
        private static final String PHYSICAL_KIND = "physical";

        private static final KeySet.Builder ANY_KIND = new KeySet.Builder("device-nic", "a device of the type nic");
        private static final KeySet.Group NIC = ANY_KIND.group(GROUP, DEVICE);

        public static final ConfigKey<String> NICTYPE = NIC.key(
                        "nictype", ValueTypes.choice(BRIDGED_KIND, P2P_KIND, MACVLAN_KIND, PHYSICAL_KIND))
                .live()
                .otherwise("bridged, where there is a network")
                .says(
                        "How the interface is connected: to a bridge, to the host alone, beside a card of the host, or as a "
                                + "card that the host lends.");
        public static final ConfigKey<String> NAME = NIC.key("name", ValueTypes.INTERFACE)
                .live()
                .otherwise("the first of eth0, eth1, ... that is free")
                .says("The interface's name in the instance.");

        private static final KeySet COMMON = ANY_KIND.build().with(NONE);

        private static final KeySet.Builder OF_MADE = new KeySet.Builder("device-nic", "a device of the type nic");
        private static final KeySet.Group MADE = OF_MADE.group(GROUP, DEVICE);

        public static final ConfigKey<String> HWADDR = MADE.key("hwaddr", ValueTypes.MAC)
                .live()
                .otherwise("a random one, which stays")
                .says("The interface's MAC address.");
        public static final ConfigKey<Integer> MTU = MADE.key("mtu", ValueTypes.MTU)
                .live()
                .otherwise("that of the bridge")
                .says("How many bytes the largest packet has.");

        private static final KeySet MADE_KEYS = OF_MADE.build().with(COMMON);

        private static final KeySet.Builder OF_PAIR = new KeySet.Builder("device-nic", "a device of the type nic");
        private static final KeySet.Group PAIR = OF_PAIR.group(GROUP, DEVICE);

        public static final ConfigKey<String> HOST_NAME = PAIR.key("host_name", ValueTypes.INTERFACE)
                .live()
                .otherwise("one that no other interface has")
                .says("The name of the interface's end on the host.");
        public static final ConfigKey<BitRate> LIMITS_INGRESS = PAIR.key("limits.ingress", ValueTypes.RATE)
                .live()
                .otherwise("limits.max")
                .says("The most that the instance receives in a second.");
        public static final ConfigKey<BitRate> LIMITS_EGRESS = PAIR.key("limits.egress", ValueTypes.RATE)
                .live()
                .otherwise("limits.max")
                .says("The most that the instance sends in a second.");
        public static final ConfigKey<BitRate> LIMITS_MAX = PAIR.key("limits.max", ValueTypes.RATE)
                .live()
                .byDefault(BitRate.UNLIMITED, "no limit")
                .says("The same for both ways.");

        private static final KeySet PAIR_KEYS = OF_PAIR.build().with(MADE_KEYS);

        private static final KeySet.Builder OF_PARENT = new KeySet.Builder("device-nic", "a device of the type nic");

        public static final ConfigKey<String> PARENT = OF_PARENT
                .group(GROUP, DEVICE)
                .key("parent", ValueTypes.INTERFACE)
                .live()
                .says("The bridge or the card of the host that the interface is connected to, or is.");

        private static final KeySet PARENT_KEYS = OF_PARENT.build();

        private static final KeySet.Builder WITH_BRIDGE =
                new KeySet.Builder("device-nic-bridged", "a nic of the kind bridged");

        public static final ConfigKey<String> NETWORK = WITH_BRIDGE
                .group(GROUP, DEVICE)
                .key("network", ValueTypes.INTERFACE)
                .live()
                .since("instance_nic_network")
                .says("The network of this server that the interface is in.");

        /** The keys of an interface in a bridge. */
        public static final KeySet BRIDGED =
                WITH_BRIDGE.build().with(PARENT_KEYS).with(PAIR_KEYS);

        /** The keys of an interface whose other end is the host's. */
        public static final KeySet P2P = PAIR_KEYS.of("device-nic-p2p", "a nic of the kind p2p");

        /** The keys of an interface that shares a card of the host. */
        public static final KeySet MACVLAN =
                PARENT_KEYS.with(MADE_KEYS).of("device-nic-macvlan", "a nic of the kind macvlan");

        /** The keys of a card that the host lends. */
        public static final KeySet PHYSICAL =
                PARENT_KEYS.with(COMMON).of("device-nic-physical", "a nic of the kind physical");

        private Nic() {}

        /** How an interface is connected: as it says, or to a bridge where it names a network; empty for neither. */
        public static Optional<String> kind(Map<String, String> device) {
            var config = new Config(device);
            String named = config.text(NICTYPE);
            return named.isEmpty() && config.isSet(NETWORK)
                    ? Optional.of(BRIDGED_KIND)
                    : Optional.of(named).filter(kind -> !kind.isEmpty());
        }
    }

    /** Device nodes of the host: {@code unix-char} and {@code unix-block}. */
    public static final class UnixNode {
        private static final KeySet.Builder KEYS =
                new KeySet.Builder("device-unix-char", "a device of the type unix-char");
        private static final KeySet.Group NODE = KEYS.group(GROUP, DEVICE);

        public static final ConfigKey<String> SOURCE = NODE.key("source", ValueTypes.HOST_PATH)
                .live()
                .otherwise("the path")
                .since("unix_device_rename")
                .says("The node on the host.");
        public static final ConfigKey<String> PATH =
                NODE.key("path", ValueTypes.LINE).live().otherwise("the source").says("The node in the instance.");
        public static final ConfigKey<Long> MAJOR = NODE.key("major", ValueTypes.ID)
                .live()
                .otherwise("as the node on the host")
                .says("The number of the device's driver.");
        public static final ConfigKey<Long> MINOR = NODE.key("minor", ValueTypes.ID)
                .live()
                .otherwise("as the node on the host")
                .says("The number of the device with its driver.");
        public static final ConfigKey<Long> UID =
                NODE.key("uid", ValueTypes.ID).live().byDefault(0L).says("The node's owner in the instance.");
        public static final ConfigKey<Long> GID =
                NODE.key("gid", ValueTypes.ID).live().byDefault(0L).says("The node's group in the instance.");
        public static final ConfigKey<Integer> MODE = NODE.key("mode", ValueTypes.MODE)
                .live()
                .byDefault(0660)
                .says("The node's permissions in the instance.");
        public static final ConfigKey<Boolean> REQUIRED = NODE.key("required", ValueTypes.SWITCH)
                .live()
                .byDefault(true)
                .since("unix_device_hotplug")
                .says(
                        "Whether the instance cannot start without the node on the host; else it gets it when it appears.");

        /** The keys of character devices. */
        public static final KeySet CHARACTER = KEYS.build().with(NONE);

        /** The keys of block devices. */
        public static final KeySet BLOCK = CHARACTER.of("device-unix-block", "a device of the type unix-block");

        private UnixNode() {}
    }
}
