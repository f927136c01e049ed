package io.gantry.daemon.program.init;

/** Addresses as {@code core.https_address} has them. */
final class HostAndPort {
    private HostAndPort() {}

    /** @param host a name or an address, which may be IPv6 in brackets or without */
    static String of(String host, long port) {
        boolean isBareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (isBareIpv6 ? "[" + host + "]" : host) + ":" + port;
    }
}
