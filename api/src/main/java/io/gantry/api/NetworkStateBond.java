package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a bond of interfaces is doing.
 *
 * @param upDelay milliseconds
 * @param downDelay milliseconds
 * @param miiFrequency milliseconds between looks at the links
 * @param miiState {@code up} or {@code down}
 * @param lowerDevices names of the interfaces that are bound together
 */
@Json
public record NetworkStateBond(
        String mode,
        @Json.Property("transmit_policy") String transmitPolicy,
        @Json.Property("up_delay") long upDelay,
        @Json.Property("down_delay") long downDelay,
        @Json.Property("mii_frequency") long miiFrequency,
        @Json.Property("mii_state") String miiState,
        @Json.Property("lower_devices") List<String> lowerDevices) {
    public NetworkStateBond {
        mode = Values.text(mode);
        transmitPolicy = Values.text(transmitPolicy);
        miiState = Values.text(miiState);
        lowerDevices = Values.list(lowerDevices);
    }
}
