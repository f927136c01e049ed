package io.gantry.cli.instance;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The addresses of a network, or one address alone. */
final class AddressRange {
    private final byte[] bytes;

    /** How many bits all addresses have in common. */
    private final int length;

    private AddressRange(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Reads {@code 10.0.0.0/24}, {@code fd42::/64} or an address; null for anything else. */
    static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = bytes(slash < 0 ? text : text.substring(0, slash));
        if (bytes == null) {
            return null;
        }
        try {
            int length = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
            return length >= 0 && length <= bytes.length * 8 ? new AddressRange(bytes, length) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Never asks a name server: what is no literal address is none. */
    private static byte @Nullable [] bytes(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean contains(String address) {
        byte[] other = bytes(address);
        if (other == null || other.length != bytes.length) {
            return false;
        }
        int whole = length / 8;
        if (!Arrays.equals(bytes, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = length % 8;
        return rest == 0 || ((bytes[whole] ^ other[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }
}
