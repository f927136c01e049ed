package io.gantry.daemon.network;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.server.Ipv6Text;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv6 address with the length of its network's prefix, 1 to 126 bits. */
record Ipv6Subnet(Inet6Address address, int prefix) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");
    private static final int LONGEST_PREFIX = 126;

    /** @throws DaemonException INVALID_REQUEST where the text is not such as {@code fd42:1:2:3::1/64} */
    static Ipv6Subnet parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int prefix = Integer.parseInt(form.group(2));
            if (prefix >= 1
                    && prefix <= LONGEST_PREFIX
                    && literal(form.group(1)).orElse(null) instanceof Inet6Address address) {
                return new Ipv6Subnet(address, prefix);
            }
        }
        throw DaemonException.invalid("Invalid value for ipv6.address: \"" + text
                + "\" is not an address with a prefix such as fd42:1:2:3::1/64, auto or none");
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
