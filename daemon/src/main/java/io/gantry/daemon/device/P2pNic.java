package io.gantry.daemon.device;

import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.device.host.DeviceHost;

/** An interface that is connected with the host alone. */
record P2pNic(Pair pair) implements VethNic {
    static final DeviceType TYPE = NicIdentity.type(
            "p2p",
            DeviceKeys.Nic.P2P,
            _ -> {},
            (name, description, instance) -> new P2pNic(Pair.of(name, description, instance)));

    @Override
    public String bridge() {
        return "";
    }

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {}

    @Override
    public void join(DeviceOwner owner, DeviceHost host) {}
}
