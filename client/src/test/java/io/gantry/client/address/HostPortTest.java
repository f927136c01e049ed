package io.gantry.client.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, 8443, 10.0.0.1:8443",
        "10.0.0.1:99, 10.0.0.1, 99, 10.0.0.1:99",
        "host.example:65535, host.example, 65535, host.example:65535",
        "host.example:1, host.example, 1, host.example:1",
        "::1, ::1, 8443, [::1]:8443",
        "fe80::1%eth0, fe80::1%eth0, 8443, [fe80::1%eth0]:8443",
        "[::1], ::1, 8443, [::1]:8443",
        "[::]:9, ::, 9, [::]:9",
    })
    void isReadAndWritten(String text, String host, int port, String written) {
        HostPort read = HostPort.ofServer(text);
        assertThat(read).isEqualTo(new HostPort(host, port)).isEqualTo(HostPort.ofListener(text));
        assertThat(read).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:0",
                "host:65536",
                "host:99999",
                "host:123456",
                "host:",
                "host:port",
                "host:-1",
                "[::1]:0",
                "[::1",
                "::1]",
                "[::1]9",
                "[[::1]]:9",
                "a b:9",
                "a/b:9",
                "user@host:9",
                "a\nb"
            })
    void isRefusedByNameWhereItIsNone(String text) {
        assertThatThrownBy(() -> HostPort.ofServer(text))
                .isInstanceOf(MalformedAddressException.class)
                .hasMessageContaining("\"" + text + "\"");
        assertThatThrownBy(() -> HostPort.ofListener(text)).isInstanceOf(MalformedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":8443", "[]:8443"})
    void onlyAListenerNeedsNoHost(String text) {
        assertThat(HostPort.ofListener(text)).isEqualTo(new HostPort("", 8443));
        assertThatThrownBy(() -> HostPort.ofServer(text)).isInstanceOf(MalformedAddressException.class);
    }

    @Test
    void comesOutOfUrls() {
        assertThat(HostPort.of(URI.create("https://[::1]:9/1.0"), 443)).isEqualTo(new HostPort("::1", 9));
        assertThat(HostPort.of(URI.create("https://host.example"), 443)).isEqualTo(new HostPort("host.example", 443));
        assertThatThrownBy(() -> HostPort.of(URI.create("unix:///run/x"), 443))
                .isInstanceOf(MalformedAddressException.class)
                .hasMessageContaining("unix:///run/x");
    }
}
