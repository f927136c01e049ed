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

/** An interface that shares a card of the host: in its network with an address of its own, where all reach it but the host. */
record MacvlanNic(NicIdentity inside, InterfaceName hostName, InterfaceName parent) implements Nic {
    static final DeviceType TYPE = NicIdentity.type(
            "macvlan", DeviceKeys.Nic.MACVLAN, NicIdentity.withParent("card of the host"), MacvlanNic::of);

    private static MacvlanNic of(String name, Map<String, String> values, ExpandedInstance instance) {
        NicIdentity inside = NicIdentity.of(name, values, instance);
        return new MacvlanNic(
                inside,
                inside.hostName("mac", values, instance),
                new InterfaceName(new Config(values).text(DeviceKeys.Nic.PARENT)));
    }

    @Override
    public String name() {
        return inside.name();
    }

    @Override
    public MacAddress address() {
        return inside.address();
    }

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {
        if (!host.links().exists(parent)) {
            throw DaemonException.invalid(
                    "the interface " + parent + " is not there: create it, or give the device another parent");
        }
    }

    @Override
    public void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) {
        host.links().addMacvlan(inside.link(hostName), parent);
        plan.undoBy("remove " + hostName, () -> release(owner.key(), host));
        plan.give(hostName, inside.inner());
    }

    @Override
    public void plug(DeviceOwner owner, long initPid, DeviceHost host) {
        host.links().addMacvlan(inside.link(hostName), parent);
        try {
            host.links().give(hostName, initPid, inside.inner());
        } catch (RuntimeException failure) {
            release(owner.key(), host);
            throw failure;
        }
    }

    @Override
    public void unplug(DeviceOwner owner, long initPid, DeviceHost host) {
        host.links().takeBack(inside.inner(), initPid, hostName);
        release(owner.key(), host);
    }

    @Override
    public void release(InstanceKey instance, DeviceHost host) {
        host.links().remove(hostName);
    }
}
