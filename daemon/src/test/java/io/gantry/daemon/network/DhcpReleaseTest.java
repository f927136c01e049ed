package io.gantry.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DhcpReleaseTest {
    @Test
    void isAMessageOfTheClientToItsServer() {
        byte[] message = new DhcpRelease(
                        "00:16:3e:0a:0b:0c", InetAddress.ofLiteral("10.1.2.3"), InetAddress.ofLiteral("10.1.2.1"))
                .message();

        assertThat(message).hasSize(300).startsWith(1, 1, 6, 0);
        assertThat(hex(message, 12, 16)).isEqualTo("0a010203");
        assertThat(hex(message, 28, 34)).isEqualTo("00163e0a0b0c");
        // Cookie, message type RELEASE, server identifier, end.
        assertThat(hex(message, 236, 250)).isEqualTo("63825363" + "350107" + "36040a010201" + "ff");
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(bytes, from, to));
    }
}
