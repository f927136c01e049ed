package io.gantry.daemon.config;

import static io.gantry.daemon.config.Scope.NETWORK;

import io.gantry.daemon.config.value.BridgeAddress;
import java.util.regex.Pattern;

/** The keys of networks, which are bridges. */
public final class NetworkKeys {
    private static final KeySet.Builder KEYS = new KeySet.Builder("network-bridge", "a bridge");
    private static final KeySet.Group BRIDGE = KEYS.group("network-conf", NETWORK);

    public static final ConfigKey<Integer> BRIDGE_MTU = BRIDGE.key("bridge.mtu", ValueTypes.MTU)
            .live()
            .otherwise("as the kernel has it")
            .says("How many bytes the largest packet has.");
    public static final ConfigKey<String> DNS_DOMAIN = BRIDGE.key("dns.domain", ValueTypes.DOMAIN)
            .live()
            .byDefault("lxd")
            .says("The domain in which instances have names.");
    public static final ConfigKey<BridgeAddress> IPV4_ADDRESS = BRIDGE.key("ipv4.address", ValueTypes.BRIDGE_IPV4)
            .live()
            .byDefault(new BridgeAddress.Auto(), "auto")
            .says("The bridge's IPv4 address and the length of its network's prefix.");
    public static final ConfigKey<Boolean> IPV4_DHCP = BRIDGE.key("ipv4.dhcp", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .says("Whether instances get IPv4 addresses.");
    public static final ConfigKey<Boolean> IPV4_NAT = BRIDGE.key("ipv4.nat", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .says("Whether packets of IPv4 leave the host under its own address.");
    public static final ConfigKey<BridgeAddress> IPV6_ADDRESS = BRIDGE.key("ipv6.address", ValueTypes.BRIDGE_IPV6)
            .live()
            .byDefault(new BridgeAddress.Auto(), "auto")
            .says("The bridge's IPv6 address and the length of its network's prefix.");
    public static final ConfigKey<Boolean> IPV6_DHCP = BRIDGE.key("ipv6.dhcp", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .says("Whether instances are told more of IPv6 than the network's prefix.");
    public static final ConfigKey<Boolean> IPV6_NAT = BRIDGE.key("ipv6.nat", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .says("Whether packets of IPv6 leave the host under its own address.");
    public static final ConfigKey<String> HWADDR = BRIDGE.key("volatile.bridge.hwaddr", ValueTypes.MAC)
            .live()
            .otherwise("a random one, which stays")
            .says("The bridge's own MAC address.");
    public static final KeyFamily<String> USER = BRIDGE.key("user.*", ValueTypes.TEXT)
            .live()
            .family(Pattern.compile(".+", Pattern.DOTALL), "Free for users.");

    /** All of them. */
    public static final KeySet ALL = KEYS.build();

    private NetworkKeys() {}
}
