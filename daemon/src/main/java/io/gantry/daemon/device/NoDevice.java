package io.gantry.daemon.device;

import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.instance.InstanceKey;

/** Hides a device of a profile: the type {@code none}. */
record NoDevice(String name) implements Device {
    static final DeviceType TYPE =
            new DeviceType("none", DeviceKeys.NONE, _ -> true, _ -> {}, (name, _, _) -> new NoDevice(name));

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {}

    @Override
    public void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) {}

    @Override
    public void plug(DeviceOwner owner, long initPid, DeviceHost host) {}

    @Override
    public void unplug(DeviceOwner owner, long initPid, DeviceHost host) {}

    @Override
    public void release(InstanceKey instance, DeviceHost host) {}
}
