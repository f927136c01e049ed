package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys.Nic;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.NetworkMember;
import java.util.Locale;
import java.util.Map;

/** An interface whose end on the host is in a bridge: one of the daemon's networks, or another one. */
record BridgedNic(Pair pair, InterfaceName parent) implements VethNic {
    static final DeviceType TYPE = NicIdentity.type("bridged", Nic.BRIDGED, BridgedNic::checkForm, BridgedNic::of);

    private static void checkForm(Config description) {
        if (!description.isSet(Nic.NETWORK)) {
            NicIdentity.withParent("bridge").check(description);
        }
    }

    private static BridgedNic of(String name, Map<String, String> values, ExpandedInstance instance) {
        var config = new Config(values);
        String parent =
                config.find(Nic.NETWORK).or(() -> config.find(Nic.PARENT)).orElse("");
        return new BridgedNic(Pair.of(name, values, instance), new InterfaceName(parent));
    }

    @Override
    public String bridge() {
        return parent.text();
    }

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {
        if (!host.links().exists(parent)) {
            throw DaemonException.invalid(
                    "the bridge " + parent + " is not there: create it, or give the device another parent");
        }
    }

    @Override
    public void join(DeviceOwner owner, DeviceHost host) {
        if (address().isChosen()) {
            host.networks()
                    .join(new NetworkMember(
                            owner.key(), name(), bridge(), address().text().toLowerCase(Locale.ROOT)));
        }
    }
}
