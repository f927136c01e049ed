package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * An interface inside an instance.
 *
 * @param hostName name of the host's end, empty where there is none
 * @param state {@code up} or {@code down}
 * @param type {@code broadcast}, {@code loopback}, {@code point-to-point} or {@code unknown}
 */
@Json
public record InstanceStateNetwork(
        List<NetworkAddress> addresses,
        InstanceStateNetworkCounters counters,
        String hwaddr,
        @Json.Property("host_name") String hostName,
        int mtu,
        String state,
        String type) {
    public InstanceStateNetwork {
        addresses = Values.list(addresses);
        hwaddr = Values.text(hwaddr);
        hostName = Values.text(hostName);
        state = Values.text(state);
        type = Values.text(type);
    }
}
