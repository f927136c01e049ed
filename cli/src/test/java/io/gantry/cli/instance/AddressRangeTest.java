package io.gantry.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.255, true",
        "10.0.0.0/24, 10.0.1.0, false",
        "10.0.0.0/23, 10.0.1.7, true",
        "10.0.0.0/20, 10.0.16.1, false",
        "0.0.0.0/0, 192.168.1.1, true",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.70, false",
        "fd42::/16, fd42:1::2, true",
        "fd42::/64, fd42:0:0:1::2, false",
        "fd42::1, fd42:0::1, true",
        "10.0.0.0/8, fd42::1, false",
        "10.0.0.0/8, nonsense, false",
    })
    void holdsTheAddressesOfItsNetwork(String range, String address, boolean holds) {
        AddressRange parsed = AddressRange.parse(range);
        assertThat(parsed).isNotNull();
        assertThat(parsed != null && parsed.contains(address)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "localhost", "", "/8"})
    void isNothingElse(String text) {
        assertThat(AddressRange.parse(text)).isNull();
    }
}
