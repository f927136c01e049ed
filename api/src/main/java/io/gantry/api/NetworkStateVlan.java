package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * What a VLAN interface stands for.
 *
 * @param lowerDevice name of the interface that carries it
 * @param vid id of the VLAN
 */
@Json
public record NetworkStateVlan(
        @Json.Property("lower_device") String lowerDevice, long vid) {
    public NetworkStateVlan {
        lowerDevice = Values.text(lowerDevice);
    }
}
