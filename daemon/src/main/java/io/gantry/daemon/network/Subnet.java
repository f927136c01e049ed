package io.gantry.daemon.network;

import io.gantry.daemon.failure.DaemonException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address with the length of its network's prefix.
 *
 * @param address as a number
 */
record Subnet(long address, int prefix) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");
    private static final int LARGEST_OCTET = 255;
    private static final int LARGEST_PREFIX = 30;

    /** @throws DaemonException INVALID_REQUEST where the text is not such as {@code 10.0.3.1/24} */
    static Subnet parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long address = 0;
            boolean isRight = true;
            for (int i = 1; i <= 4; i++) {
                int octet = Integer.parseInt(form.group(i));
                isRight &= octet <= LARGEST_OCTET;
                address = (address << 8) | octet;
            }
            int prefix = Integer.parseInt(form.group(5));
            if (isRight && prefix >= 8 && prefix <= LARGEST_PREFIX) {
                return new Subnet(address, prefix);
            }
        }
        throw DaemonException.invalid("Invalid value for ipv4.address: \"" + text
                + "\" is not an address with a prefix such as 10.0.3.1/24, auto or none");
    }

    private long mask() {
        return (0xffffffffL << (32 - prefix)) & 0xffffffffL;
    }

    private static String text(long address) {
        return (address >> 24 & 0xff) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "."
                + (address & 0xff);
    }

    String ip() {
        return text(address);
    }

    /** The network, such as {@code 10.0.3.0/24}. */
    String network() {
        return text(address & mask()) + "/" + prefix;
    }

    /** The first address to give away; the network's own is left out. */
    String first() {
        long lowest = (address & mask()) + 1;
        return text(lowest == address ? lowest + 1 : lowest);
    }

    String last() {
        long highest = (address | (~mask() & 0xffffffffL)) - 1;
        return text(highest == address ? highest - 1 : highest);
    }

    boolean overlaps(Subnet other) {
        long common = mask() & other.mask();
        return (address & common) == (other.address & common);
    }
}
