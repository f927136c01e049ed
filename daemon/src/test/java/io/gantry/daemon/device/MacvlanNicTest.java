package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MacvlanNicTest extends DeviceContract {
    @Override
    Map<String, String> description() {
        return Map.of("type", "nic", "nictype", "macvlan", "parent", "eth7", "mtu", "1400");
    }

    @Override
    Class<? extends Device> type() {
        return MacvlanNic.class;
    }

    @Override
    List<String> lxcLines() {
        return List.of(
                "lxc.net.0.type = phys",
                "lxc.net.0.link = mac4abb39ea",
                "lxc.net.0.name = eth0",
                "lxc.net.0.flags = up");
    }

    @Override
    Optional<Map<String, String>> missing() {
        return Optional.of(Map.of("type", "nic", "nictype", "macvlan", "parent", "nowhere"));
    }

    @Test
    void sharesTheCardOfTheHost() {
        prepareAlone(description());

        assertThat(effects.take())
                .containsExactly("add macvlan mac4abb39ea of eth7 address 00:16:3e:00:00:01 mtu 1400");
    }
}
