package io.gantry.daemon.network;

import io.gantry.api.ApiJson;
import io.gantry.api.NetworkAddress;
import io.gantry.api.NetworkState;
import io.gantry.daemon.config.value.Cidr;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The host's network interfaces, as iproute2 sees them. */
final class HostInterfaces {
    /** Shows the network namespace of who looks; {@code /sys/class/net} that of who mounted it. */
    private static final Path OWN = Path.of("/proc/sys/net/ipv4/conf");

    private final CommandRunner commands;

    HostInterfaces(CommandRunner commands) {
        this.commands = commands;
    }

    static boolean exists(String name) {
        return Files.exists(OWN.resolve(name));
    }

    /** Kinds by name: {@code bridge}, {@code loopback}, {@code physical} or {@code unknown}. */
    Map<String, String> kinds() {
        var kinds = new TreeMap<String, String>();
        links().forEach((name, link) -> kinds.put(name, kind(name, link)));
        return kinds;
    }

    private static String kind(String name, Map<?, ?> link) {
        if (name.equals("lo")) {
            return "loopback";
        }
        String software =
                link.get("linkinfo") instanceof Map<?, ?> info ? Objects.toString(info.get("info_kind"), "") : "";
        if (software.equals("bridge")) {
            return "bridge";
        }
        return software.isEmpty() || name.startsWith("eth") || name.startsWith("en") ? "physical" : "unknown";
    }

    /** What an interface is doing; null where there is none. */
    @Nullable
    NetworkState state(String name) {
        Map<String, Map<?, ?>> links = links();
        Map<?, ?> link = links.get(name);
        return link == null ? null : new LinkState(link, links.values()).view(addresses(link));
    }

    private static List<NetworkAddress> addresses(Map<?, ?> link) {
        var addresses = new ArrayList<NetworkAddress>();
        for (Object info : link.get("addr_info") instanceof List<?> infos ? infos : List.of()) {
            if (info instanceof Map<?, ?> fields) {
                addresses.add(new NetworkAddress(
                        Objects.toString(fields.get("family"), ""),
                        Objects.toString(fields.get("local"), ""),
                        Long.toString(LinkState.number(fields.get("prefixlen"))),
                        Objects.toString(fields.get("scope"), "").replace("host", "local")));
            }
        }
        return addresses;
    }

    private Map<String, Map<?, ?>> links() {
        var links = new TreeMap<String, Map<?, ?>>();
        byte[] json = commands.run(Command.of("ip", "-json", "-stats", "-details", "address"))
                .bytes();
        for (Object link : ApiJson.readTree(json) instanceof List<?> list ? list : List.of()) {
            if (link instanceof Map<?, ?> fields && fields.get("ifname") instanceof String name) {
                links.put(name, fields);
            }
        }
        return links;
    }

    /** The IPv4 networks that the host has. */
    List<Subnet> subnets() {
        var subnets = new ArrayList<Subnet>();
        for (Map<?, ?> link : links().values()) {
            for (NetworkAddress address : addresses(link)) {
                int prefix = Integer.parseInt(address.netmask());
                if (address.family().equals("inet") && prefix >= 8 && prefix <= 30) {
                    subnets.add(Subnet.of(Cidr.parseIpv4(address.address() + "/" + prefix)));
                }
            }
        }
        return subnets;
    }
}
