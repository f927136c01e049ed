package io.gantry.daemon.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A bridge of ours as it is kept in the database. */
record NetworkRecord(String name, String description, Map<String, String> config) {
    static final String HARDWARE_ADDRESS = "volatile.bridge.hwaddr";

    NetworkRecord {
        config = Map.copyOf(config);
    }

    boolean isOn(String key) {
        return !config.getOrDefault(key, "true").matches("(?i)false|0|no|off");
    }

    /** Empty where the network has no IPv4. */
    Optional<Subnet> ipv4() {
        return Optional.of(value("ipv4.address"))
                .filter(address -> !address.isEmpty() && !address.equals("none"))
                .map(Subnet::parse);
    }

    /** Empty where the network has no IPv6. */
    Optional<Ipv6Subnet> ipv6() {
        return Optional.of(value("ipv6.address"))
                .filter(address -> !address.isEmpty() && !address.equals("none"))
                .map(Ipv6Subnet::parse);
    }

    /** The bridge's own addresses, without the lengths of their prefixes. */
    List<String> gateways() {
        return Stream.of("ipv4.address", "ipv6.address")
                .map(this::value)
                .filter(address -> address.indexOf('/') > 0)
                .map(address -> address.substring(0, address.indexOf('/')))
                .toList();
    }

    /** Whether anything on the network is to be told its address, or the network's. */
    boolean servesDhcp() {
        return (ipv4().isPresent() && isOn("ipv4.dhcp")) || ipv6().isPresent();
    }

    /** The bridge's own MAC address: without one it would take the lowest of its members', and change with them. */
    String hardwareAddress() {
        return value(HARDWARE_ADDRESS);
    }

    String value(String key) {
        return config.getOrDefault(key, "");
    }
}
