package io.gantry.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.NetworkState;
import io.gantry.api.NetworkStateBridge;
import io.gantry.api.NetworkStateVlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkStateTest {
    private static NetworkState view(Map<?, ?> link, List<Map<?, ?>> all) {
        return new LinkState(link, all).view(List.of());
    }

    @Test
    void aBridgeNamesItsPorts() {
        Map<?, ?> bridge = Map.of(
                "ifname",
                "br0",
                "flags",
                List.of("BROADCAST", "UP"),
                "address",
                "00:16:3e:5a:35:0d",
                "mtu",
                1500,
                "linkinfo",
                Map.of(
                        "info_kind",
                        "bridge",
                        "info_data",
                        Map.of(
                                "bridge_id", "8000.00:16:3e:5a:35:0d",
                                "stp_state", 0,
                                "forward_delay", 1500,
                                "vlan_filtering", 1)));
        NetworkState state =
                view(bridge, List.of(bridge, Map.of("ifname", "veth2", "master", "br0"), Map.of("ifname", "veth1")));

        assertThat(state.bridge())
                .isEqualTo(new NetworkStateBridge("8000.00163e5a350d", false, 1500, 0, true, List.of("veth2")));
        assertThat(state.hwaddr()).isEqualTo("00:16:3e:5a:35:0d");
        assertThat(state.state()).isEqualTo("up");
        assertThat(state.bond()).isNull();
        assertThat(state.vlan()).isNull();
    }

    @Test
    void theLoopbackInterfaceHasNoHardwareAddress() {
        Map<?, ?> loopback = Map.of("ifname", "lo", "flags", List.of("LOOPBACK", "UP"), "address", "00:00:00:00:00:00");

        assertThat(view(loopback, List.of(loopback)))
                .returns("", NetworkState::hwaddr)
                .returns("loopback", NetworkState::type)
                .returns(null, NetworkState::bridge);
    }

    @Test
    void aVlanNamesWhatCarriesIt() {
        Map<?, ?> vlan = Map.of(
                "ifname",
                "eth0.7",
                "link",
                "eth0",
                "linkinfo",
                Map.of("info_kind", "vlan", "info_data", Map.of("id", 7)));

        assertThat(view(vlan, List.of(vlan)).vlan()).isEqualTo(new NetworkStateVlan("eth0", 7));
    }
}
