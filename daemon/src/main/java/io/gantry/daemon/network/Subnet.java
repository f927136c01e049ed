package io.gantry.daemon.network;

import io.gantry.daemon.config.value.Cidr;

/**
 * An IPv4 address with the length of its network's prefix.
 *
 * @param address as a number
 */
record Subnet(long address, int prefix) {
    /** @param cidr of IPv4 */
    static Subnet of(Cidr cidr) {
        long address = 0;
        for (byte octet : cidr.address().getAddress()) {
            address = address << 8 | (octet & 0xff);
        }
        return new Subnet(address, cidr.prefix());
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
