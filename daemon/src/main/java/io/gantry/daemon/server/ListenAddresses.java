package io.gantry.daemon.server;

import io.gantry.client.address.HostPort;
import io.gantry.client.address.MalformedAddressException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** The addresses under which others may reach a listener: what it listens at, wildcards resolved. */
final class ListenAddresses {
    private ListenAddresses() {}

    /** @param configured as {@link HostPort#ofListener} reads it; empty for none */
    static List<String> of(String configured) {
        if (configured.isEmpty()) {
            return List.of();
        }
        HostPort listener;
        try {
            listener = HostPort.ofListener(configured);
        } catch (MalformedAddressException _) {
            // Nothing can listen there: it was refused when it was set, or when the daemon started.
            return List.of();
        }
        return switch (listener.host()) {
            case "", "::" -> ofInterfaces(listener.port(), InetAddress.class);
            case "0.0.0.0" -> ofInterfaces(listener.port(), Inet4Address.class);
            default -> List.of(listener.toString());
        };
    }

    private static List<String> ofInterfaces(int port, Class<? extends InetAddress> family) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(family::isInstance)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(ListenAddresses::withoutScope)
                    .map(host -> new HostPort(host, port).toString())
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
