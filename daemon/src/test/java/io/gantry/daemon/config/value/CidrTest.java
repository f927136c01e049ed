package io.gantry.daemon.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @Test
    void anAddressHasItsPrefix() {
        assertThat(Cidr.parseIpv4("10.0.3.1/24").prefix()).isEqualTo(24);
        assertThat(Cidr.parseIpv4("10.0.3.1/24").address().getHostAddress()).isEqualTo("10.0.3.1");
        assertThat(Cidr.parseIpv6("fd42::1/64").address().getHostAddress()).isEqualTo("fd42:0:0:0:0:0:0:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.3.1", "10.0.3.256/24", "10.0.3.1/31", "10.0.3.1/4", "fd42::1/64", "10.0.3/24", "a/b"})
    void refusesWhatIsNoIpv4Network(String text) {
        assertThatThrownBy(() -> Cidr.parseIpv4(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fd42::1", "fd42::1/0", "fd42::1/127", "10.0.0.1/24", "fd42::1%eth0/64", "::ffff:10.0.0.1/64"})
    void refusesWhatIsNoIpv6Network(String text) {
        assertThatThrownBy(() -> Cidr.parseIpv6(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
