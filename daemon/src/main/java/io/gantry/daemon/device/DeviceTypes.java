package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All types of devices. */
public final class DeviceTypes {
    static final List<DeviceType> ALL = List.of(
            RootDisk.TYPE,
            HostDisk.TYPE,
            BridgedNic.TYPE,
            P2pNic.TYPE,
            MacvlanNic.TYPE,
            PhysicalNic.TYPE,
            UnixChar.TYPE,
            UnixBlock.TYPE,
            NoDevice.TYPE);

    private DeviceTypes() {}

    /** The devices of an instance, by name. */
    public static List<Device> of(ExpandedInstance instance) {
        return new TreeMap<>(instance.devices())
                .entrySet().stream()
                        .map(device -> read(device.getKey(), device.getValue(), instance))
                        .toList();
    }

    /**
     * The device that an instance has or had.
     *
     * @throws DaemonException INVALID_REQUEST where there is no such type, or a value is none
     */
    static Device read(String name, Map<String, String> description, ExpandedInstance instance) {
        return find(description)
                .orElseThrow(() -> DaemonException.invalid("Invalid device \"" + name + "\": " + unknown(description)))
                .reader()
                .read(name, description, instance);
    }

    /** The type that describes a device so; empty where there is none. */
    static Optional<DeviceType> find(Map<String, String> description) {
        var config = new Config(description);
        String word = config.text(DeviceKeys.TYPE);
        return ALL.stream()
                .filter(type -> type.word().equals(word) && type.describes().test(config))
                .findFirst();
    }

    /** What to say of a description that is of no type. */
    static String unknown(Map<String, String> description) {
        String word = new Config(description).text(DeviceKeys.TYPE);
        if (word.isEmpty()) {
            return "it has no type";
        }
        return ALL.stream().anyMatch(type -> type.word().equals(word))
                ? "nictype must be " + DeviceKeys.Nic.NICTYPE.takes() + ", or network must name a bridge"
                : "devices of the type \"" + word + "\" are not supported here";
    }
}
