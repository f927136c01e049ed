package io.gantry.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @Test
    void givesAwayAllAddressesButItsOwn() {
        Subnet subnet = Subnet.parse("10.0.3.1/24");

        assertThat(subnet.network()).isEqualTo("10.0.3.0/24");
        assertThat(subnet.first()).isEqualTo("10.0.3.2");
        assertThat(subnet.last()).isEqualTo("10.0.3.254");
    }

    @Test
    void overlapsWhatIsWithinItAndAroundIt() {
        Subnet subnet = Subnet.parse("10.0.3.1/24");

        assertThat(subnet.overlaps(Subnet.parse("10.0.0.1/16"))).isTrue();
        assertThat(subnet.overlaps(Subnet.parse("10.0.3.129/25"))).isTrue();
        assertThat(subnet.overlaps(Subnet.parse("10.0.4.1/24"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.3.1", "10.0.3.256/24", "10.0.3.1/31", "10.0.3.1/4", "fd42::1/64", "10.0.3/24", "a/b"})
    void refusesWhatIsNoIpv4Network(String text) {
        assertThatThrownBy(() -> Subnet.parse(text))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(text);
    }

    @Test
    void knowsTheNetworkOfAnIpv6Address() {
        assertThat(Ipv6Subnet.parse("fd42:1:2:3::1/64").network()).isEqualTo("fd42:1:2:3:0:0:0:0/64");
        assertThat(Ipv6Subnet.parse("fd42:1:2:3f::1/60").network()).isEqualTo("fd42:1:2:30:0:0:0:0/60");
        assertThat(Ipv6Subnet.parse("fd42:1:2:3::1/64").ip()).isEqualTo("fd42:1:2:3:0:0:0:1");
    }

    @Test
    void drawsNetworksForLocalUse() {
        Ipv6Subnet drawn = Ipv6Subnet.parse(Ipv6Subnet.random(new Random(1)));

        assertThat(drawn.ip()).startsWith("fd42:").endsWith(":1");
        assertThat(drawn.prefix()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fd42::1", "fd42::1/0", "fd42::1/127", "10.0.0.1/24", "fd42::1%eth0/64", "::ffff:10.0.0.1/64"})
    void refusesWhatIsNoIpv6Network(String text) {
        assertThatThrownBy(() -> Ipv6Subnet.parse(text))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(text);
    }
}
