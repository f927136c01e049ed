package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a bridge is doing.
 *
 * @param id priority and address, such as {@code 8000.00163e5a350d}
 * @param forwardDelay hundredths of a second
 * @param vlanDefault id of the VLAN of ports without one
 * @param upperDevices names of the bridge's ports
 */
@Json
public record NetworkStateBridge(
        String id,
        boolean stp,
        @Json.Property("forward_delay") long forwardDelay,
        @Json.Property("vlan_default") long vlanDefault,
        @Json.Property("vlan_filtering") boolean vlanFiltering,
        @Json.Property("upper_devices") List<String> upperDevices) {
    public NetworkStateBridge {
        id = Values.text(id);
        upperDevices = Values.list(upperDevices);
    }
}
