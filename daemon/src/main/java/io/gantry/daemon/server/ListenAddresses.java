package io.gantry.daemon.server;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** The addresses under which others may reach a listener: what it listens at, wildcards resolved. */
final class ListenAddresses {
    private static final String DEFAULT_PORT = "8443";

    private ListenAddresses() {}

    /** @param configured {@code host:port}, {@code [::]:port}, {@code :port} or a host alone; empty for none */
    static List<String> of(String configured) {
        if (configured.isEmpty()) {
            return List.of();
        }
        int colon = portColon(configured);
        String host = bare(colon < 0 ? configured : configured.substring(0, colon));
        String port = colon < 0 ? DEFAULT_PORT : configured.substring(colon + 1);
        return switch (host) {
            case "", "::" -> ofInterfaces(port, InetAddress.class);
            case "0.0.0.0" -> ofInterfaces(port, Inet4Address.class);
            default -> List.of(joined(host, port));
        };
    }

    private static int portColon(String configured) {
        int colon = configured.lastIndexOf(':');
        boolean isBareIpv6 = configured.indexOf(':') != colon && !configured.startsWith("[");
        return isBareIpv6 || configured.endsWith("]") ? -1 : colon;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String joined(String host, String port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static List<String> ofInterfaces(String port, Class<? extends InetAddress> family) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(family::isInstance)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(ListenAddresses::withoutScope)
                    .map(host -> joined(host, port))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static String withoutScope(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String host = scope < 0 ? text : text.substring(0, scope);
        return address instanceof Inet6Address ? Ipv6Text.compressed(address.getAddress()) : host;
    }
}
