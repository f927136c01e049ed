package io.gantry.system.nativecall;

import java.util.List;

/**
 * A network interface of a network namespace.
 *
 * @param hardwareAddress with colons; empty where it has none
 * @param mtu in bytes
 */
public record NetworkLink(
        String name,
        boolean isUp,
        Kind kind,
        String hardwareAddress,
        long mtu,
        Counters received,
        Counters sent,
        List<Address> addresses) {
    public NetworkLink {
        addresses = List.copyOf(addresses);
    }

    /** How an interface reaches others. */
    public enum Kind {
        LOOPBACK,
        POINT_TO_POINT,
        BROADCAST,
        UNKNOWN
    }

    /** What went through in one direction since the interface was made. */
    public record Counters(long bytes, long packets, long errors, long dropped) {}

    /**
     * An address of an interface.
     *
     * @param text in its usual, shortest form
     */
    public record Address(boolean isIpv6, String text, int prefixLength, Scope scope) {}

    /** How far an address is valid. */
    public enum Scope {
        GLOBAL,
        LINK,
        HOST
    }
}
