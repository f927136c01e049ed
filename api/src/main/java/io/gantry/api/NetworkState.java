package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a network interface of the host is doing.
 */
@Json
public record NetworkState(
        List<NetworkAddress> addresses, NetworkCounters counters, String hwaddr, int mtu, String state, String type) {
    public NetworkState {
        addresses = Values.list(addresses);
        hwaddr = Values.text(hwaddr);
        state = Values.text(state);
        type = Values.text(type);
    }
}
