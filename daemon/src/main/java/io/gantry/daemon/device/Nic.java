package io.gantry.daemon.device;

import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.daemon.device.host.MacAddress;
import java.util.Map;

/** A network interface of an instance. Further types implement it, and are listed in {@link DeviceTypes}. */
public non-sealed interface Nic extends Device {
    /** Its name on the host: that of the end there, or that which it has while no container has it. */
    InterfaceName hostName();

    /** Its address inside, where it was chosen. */
    MacAddress address();

    @Override
    default Map<String, String> facts() {
        return Map.of(VolatileKeys.HOST_NAME.of(name()).name(), hostName().text());
    }
}
