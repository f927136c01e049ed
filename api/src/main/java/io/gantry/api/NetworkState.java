package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a network interface of the host is doing.
 *
 * @param hwaddr empty for the loopback interface
 * @param bond null where it is none
 * @param bridge null where it is none
 * @param vlan null where it is none
 * @param ovn null where it is none
 */
@Json
public record NetworkState(
        List<NetworkAddress> addresses,
        NetworkCounters counters,
        String hwaddr,
        int mtu,
        String state,
        String type,
        @Nullable NetworkStateBond bond,
        @Nullable NetworkStateBridge bridge,
        @Nullable NetworkStateVlan vlan,
        @Nullable Map<String, String> ovn) {
    public NetworkState {
        addresses = Values.list(addresses);
        hwaddr = Values.text(hwaddr);
        state = Values.text(state);
        type = Values.text(type);
    }
}
