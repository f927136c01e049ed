package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhysicalNicTest extends DeviceContract {
    @Override
    Map<String, String> description() {
        return Map.of("type", "nic", "nictype", "physical", "parent", "eth7");
    }

    @Override
    Class<? extends Device> type() {
        return PhysicalNic.class;
    }

    @Override
    List<String> lxcLines() {
        return List.of(
                "lxc.net.0.type = phys", "lxc.net.0.link = eth7", "lxc.net.0.name = eth0", "lxc.net.0.flags = up");
    }

    @Override
    Optional<Map<String, String>> missing() {
        return Optional.of(Map.of("type", "nic", "nictype", "physical", "parent", "nowhere"));
    }

    @Test
    void isUsedAsItIs() {
        prepareAlone(description());

        assertThat(effects.take()).isEmpty();
    }
}
