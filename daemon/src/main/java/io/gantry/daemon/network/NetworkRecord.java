package io.gantry.daemon.network;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.NetworkKeys;
import io.gantry.daemon.config.value.BridgeAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A bridge of ours as it is kept in the database. */
record NetworkRecord(String name, String description, Map<String, String> config) {
    NetworkRecord {
        config = Map.copyOf(config);
    }

    <T> T get(ConfigKey<T> key) {
        return new Config(config).get(key);
    }

    <T> Optional<T> find(ConfigKey<T> key) {
        return new Config(config).find(key);
    }

    /** Empty where the network has no IPv4. */
    Optional<Subnet> ipv4() {
        return find(NetworkKeys.IPV4_ADDRESS).flatMap(BridgeAddress::fixed).map(Subnet::of);
    }

    /** Empty where the network has no IPv6. */
    Optional<Ipv6Subnet> ipv6() {
        return find(NetworkKeys.IPV6_ADDRESS).flatMap(BridgeAddress::fixed).map(Ipv6Subnet::of);
    }

    /** The bridge's own addresses, without the lengths of their prefixes. */
    List<String> gateways() {
        return Stream.of(NetworkKeys.IPV4_ADDRESS, NetworkKeys.IPV6_ADDRESS)
                .map(new Config(config)::text)
                .filter(address -> address.indexOf('/') > 0)
                .map(address -> address.substring(0, address.indexOf('/')))
                .toList();
    }

    /** Whether anything on the network is to be told its address, or the network's. */
    boolean servesDhcp() {
        return (ipv4().isPresent() && get(NetworkKeys.IPV4_DHCP)) || ipv6().isPresent();
    }

    /** The bridge's own MAC address: without one it would take the lowest of its members', and change with them. */
    String hardwareAddress() {
        return new Config(config).text(NetworkKeys.HWADDR);
    }
}
