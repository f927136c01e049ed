package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.MemoryInstances;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VethNicsTest {
    private static List<String> lines(String peer) {
        return List.of(
                "lxc.net.0.type = phys", "lxc.net.0.link = " + peer, "lxc.net.0.name = eth0", "lxc.net.0.flags = up");
    }

    private static ExpandedInstance instance(Map<String, String> config) {
        return new MemoryInstances().add("c1", config, Map.of("n", Map.of("type", "nic", "nictype", "p2p")));
    }

    @Nested
    class Bridged extends DeviceContract {
        @Override
        Map<String, String> description() {
            return Map.of(
                    "type",
                    "nic",
                    "nictype",
                    "bridged",
                    "parent",
                    "br0",
                    "host_name",
                    "vethone",
                    "mtu",
                    "1400",
                    "limits.max",
                    "10Mbit");
        }

        @Override
        Class<? extends Device> type() {
            return BridgedNic.class;
        }

        @Override
        List<String> lxcLines() {
            return lines("vetpd16155d1");
        }

        @Override
        Optional<Map<String, String>> missing() {
            return Optional.of(Map.of("type", "nic", "network", "nowhere"));
        }

        @Override
        Optional<Map<String, String>> changedLive() {
            var changed = new HashMap<>(description());
            changed.put("limits.egress", "1Mbit");
            return Optional.of(changed);
        }

        @Test
        void isInItsBridgeWithItsAddressAndLimits() {
            prepareAlone(description());

            assertThat(effects.take())
                    .containsExactly(
                            "join br0 00:16:3e:00:00:01",
                            "add pair vethone vetpd16155d1 in br0 address 00:16:3e:00:00:01 mtu 1400",
                            "limit vethone 10000000 10000000");
        }
    }

    @Nested
    class PointToPoint extends DeviceContract {
        @Override
        Map<String, String> description() {
            return Map.of("type", "nic", "nictype", "p2p", "host_name", "vethone");
        }

        @Override
        Class<? extends Device> type() {
            return P2pNic.class;
        }

        @Override
        List<String> lxcLines() {
            return lines("vetpd16155d1");
        }

        @Test
        void isInNoBridge() {
            prepareAlone(description());

            assertThat(effects.take()).containsExactly("add pair vethone vetpd16155d1 address 00:16:3e:00:00:01");
        }
    }

    @Test
    void aKeptNameOnTheHostThatIsNoneIsNotUsed() {
        ExpandedInstance instance = instance(Map.of("volatile.n.host_name", "x\nlink delete eth0"));

        assertThat(DeviceTypes.of(instance))
                .singleElement()
                .satisfies(nic -> assertThat(((Nic) nic).hostName().text()).matches("veth[0-9a-f]{8}"));
    }

    @Test
    void aKeptNameInsideAndAnAddressThatAreNoneAreRefused() {
        assertThatThrownBy(() -> DeviceTypes.of(instance(Map.of("volatile.n.name", "a/b"))))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("volatile.n.name");
        assertThatThrownBy(() -> DeviceTypes.of(instance(Map.of("volatile.n.hwaddr", "00 netns 1"))))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("volatile.n.hwaddr");
    }
}
