package io.gantry.daemon.network;

import io.gantry.daemon.config.value.Cidr;
import io.gantry.daemon.server.Ipv6Text;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** An IPv6 address with the length of its network's prefix, 1 to 126 bits. */
record Ipv6Subnet(Inet6Address address, int prefix) {
    /** @param cidr of IPv6 */
    static Ipv6Subnet of(Cidr cidr) {
        return new Ipv6Subnet((Inet6Address) cidr.address(), cidr.prefix());
    }

    /** The first address of a random network for local use (RFC 4193). */
    static String random(RandomGenerator random) {
        return String.format(
                Locale.ROOT,
                "fd42:%x:%x:%x::1/64",
                random.nextInt(1, 1 << 16),
                random.nextInt(1, 1 << 16),
                random.nextInt(1, 1 << 16));
    }

    /**
     * The address that a client with a MAC address gives itself (RFC 4291, appendix A), as text of RFC 5952.
     *
     * @param hardwareAddress such as {@code 00:16:3e:01:02:03}
     */
    String addressOf(String hardwareAddress) {
        byte[] hardware = HexFormat.ofDelimiter(":").parseHex(hardwareAddress);
        byte[] bytes = address.getAddress();
        byte[] host = {
            (byte) (hardware[0] ^ 2),
            hardware[1],
            hardware[2],
            (byte) 0xff,
            (byte) 0xfe,
            hardware[3],
            hardware[4],
            hardware[5]
        };
        System.arraycopy(host, 0, bytes, host.length, host.length);
        return Ipv6Text.compressed(bytes);
    }

    String ip() {
        return address.getHostAddress();
    }

    /** The network, such as {@code fd42:1:2:3:0:0:0:0/64}. */
    String network() {
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
