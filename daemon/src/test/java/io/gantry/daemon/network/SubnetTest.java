package io.gantry.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.config.value.Cidr;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubnetTest {
    private static Subnet subnet(String text) {
        return Subnet.of(Cidr.parseIpv4(text));
    }

    private static Ipv6Subnet ipv6(String text) {
        return Ipv6Subnet.of(Cidr.parseIpv6(text));
    }

    @Test
    void givesAwayAllAddressesButItsOwn() {
        Subnet subnet = subnet("10.0.3.1/24");

        assertThat(subnet.network()).isEqualTo("10.0.3.0/24");
        assertThat(subnet.first()).isEqualTo("10.0.3.2");
        assertThat(subnet.last()).isEqualTo("10.0.3.254");
    }

    @Test
    void overlapsWhatIsWithinItAndAroundIt() {
        Subnet subnet = subnet("10.0.3.1/24");

        assertThat(subnet.overlaps(subnet("10.0.0.1/16"))).isTrue();
        assertThat(subnet.overlaps(subnet("10.0.3.129/25"))).isTrue();
        assertThat(subnet.overlaps(subnet("10.0.4.1/24"))).isFalse();
    }

    @Test
    void knowsTheNetworkOfAnIpv6Address() {
        assertThat(ipv6("fd42:1:2:3::1/64").network()).isEqualTo("fd42:1:2:3:0:0:0:0/64");
        assertThat(ipv6("fd42:1:2:3f::1/60").network()).isEqualTo("fd42:1:2:30:0:0:0:0/60");
        assertThat(ipv6("fd42:1:2:3::1/64").ip()).isEqualTo("fd42:1:2:3:0:0:0:1");
    }

    @Test
    void drawsNetworksForLocalUse() {
        Ipv6Subnet drawn = ipv6(Ipv6Subnet.random(new Random(1)));

        assertThat(drawn.ip()).startsWith("fd42:").endsWith(":1");
        assertThat(drawn.prefix()).isEqualTo(64);
    }
}
