package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.daemon.device.host.MacAddress;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import java.util.Map;

/** A card of the host that an instance has for itself, as it is; the host has it back when the instance ends. */
record PhysicalNic(String name, InterfaceName inner, InterfaceName hostName) implements Nic {
    static final DeviceType TYPE = NicIdentity.type(
            "physical", DeviceKeys.Nic.PHYSICAL, NicIdentity.withParent("card of the host"), PhysicalNic::of);

    private static PhysicalNic of(String name, Map<String, String> values, ExpandedInstance instance) {
        return new PhysicalNic(
                name,
                NicIdentity.of(name, values, instance).inner(),
                new InterfaceName(new Config(values).text(DeviceKeys.Nic.PARENT)));
    }

    /** Its own, which nobody has chosen. */
    @Override
    public MacAddress address() {
        return MacAddress.ANY;
    }

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {
        if (!host.links().exists(hostName)) {
            throw DaemonException.invalid("the interface " + hostName
                    + " is not there, or an instance has it: plug it in, or give the device another parent");
        }
    }

    /** liblxc gives it back under its old name when the container ends. */
    @Override
    public void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) {
        plan.give(hostName, inner);
    }

    @Override
    public void plug(DeviceOwner owner, long initPid, DeviceHost host) {
        host.links().give(hostName, initPid, inner);
    }

    @Override
    public void unplug(DeviceOwner owner, long initPid, DeviceHost host) {
        host.links().takeBack(inner, initPid, hostName);
    }

    @Override
    public void release(InstanceKey instance, DeviceHost host) {}
}
