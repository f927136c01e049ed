package io.gantry.daemon.device;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All types of devices. */
public final class DeviceTypes {
    static final List<DeviceType> ALL = List.of(
            RootDisk.TYPE, HostDisk.TYPE, BridgedNic.TYPE, P2pNic.TYPE, UnixChar.TYPE, UnixBlock.TYPE, NoDevice.TYPE);

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
     * @throws DaemonException INVALID_REQUEST where there is no such type
     */
    static Device read(String name, Map<String, String> description, ExpandedInstance instance) {
        return ALL.stream()
                .filter(type -> type.describes().test(description))
                .findFirst()
                .orElseThrow(() -> DaemonException.invalid("Invalid device \"" + name + "\": devices of the type \""
                        + description.getOrDefault("type", "") + "\" are not supported here"))
                .reader()
                .read(name, description, instance);
    }
}
