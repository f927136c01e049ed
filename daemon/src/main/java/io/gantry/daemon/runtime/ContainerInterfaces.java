package io.gantry.daemon.runtime;

import io.gantry.api.ApiJson;
import io.gantry.api.InstanceStateNetwork;
import io.gantry.api.InstanceStateNetworkCounters;
import io.gantry.api.NetworkAddress;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network interfaces inside a running container, as iproute2 sees them from the container's namespace. */
final class ContainerInterfaces {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerInterfaces.class);

    private final CommandRunner commands;

    ContainerInterfaces(CommandRunner commands) {
        this.commands = commands;
    }

    Map<String, InstanceStateNetwork> read(ExpandedInstance instance, long initPid) {
        var interfaces = new TreeMap<String, InstanceStateNetwork>();
        try {
            byte[] json = commands.run(Command.of(
                            "nsenter", "--net=/proc/" + initPid + "/ns/net", "ip", "-json", "-stats", "address"))
                    .bytes();
            if (ApiJson.readTree(json) instanceof List<?> links) {
                for (Object link : links) {
                    if (link instanceof Map<?, ?> fields && fields.get("ifname") instanceof String name) {
                        interfaces.put(name, view(instance, fields));
                    }
                }
            }
        } catch (CommandException e) {
            LOG.debug("cannot read the interfaces of {}: {}", instance.key(), e.getMessage());
        }
        return interfaces;
    }

    private static InstanceStateNetwork view(ExpandedInstance instance, Map<?, ?> link) {
        return new InstanceStateNetwork(
                addresses(link),
                counters(link),
                Objects.toString(link.get("address"), ""),
                hostName(instance, Objects.toString(link.get("address"), "")),
                (int) number(link.get("mtu")),
                has(link, "UP") ? "up" : "down",
                type(link));
    }

    private static String type(Map<?, ?> link) {
        if (has(link, "LOOPBACK")) {
            return "loopback";
        }
        if (has(link, "POINTOPOINT")) {
            return "point-to-point";
        }
        return has(link, "BROADCAST") ? "broadcast" : "unknown";
    }

    private static boolean has(Map<?, ?> link, String flag) {
        return link.get("flags") instanceof List<?> flags && flags.contains(flag);
    }

    private static List<NetworkAddress> addresses(Map<?, ?> link) {
        var addresses = new ArrayList<NetworkAddress>();
        if (link.get("addr_info") instanceof List<?> infos) {
            for (Object info : infos) {
                if (info instanceof Map<?, ?> fields) {
                    addresses.add(new NetworkAddress(
                            Objects.toString(fields.get("family"), ""),
                            Objects.toString(fields.get("local"), ""),
                            Long.toString(number(fields.get("prefixlen"))),
                            scope(Objects.toString(fields.get("scope"), ""))));
                }
            }
        }
        return addresses;
    }

    private static String scope(String kernelScope) {
        return kernelScope.equals("host") ? "local" : kernelScope;
    }

    private static InstanceStateNetworkCounters counters(Map<?, ?> link) {
        Map<?, ?> stats = link.get("stats64") instanceof Map<?, ?> both ? both : Map.of();
        Map<?, ?> in = stats.get("rx") instanceof Map<?, ?> rx ? rx : Map.of();
        Map<?, ?> out = stats.get("tx") instanceof Map<?, ?> tx ? tx : Map.of();
        return new InstanceStateNetworkCounters(
                number(in.get("bytes")),
                number(out.get("bytes")),
                number(in.get("packets")),
                number(out.get("packets")),
                number(in.get("errors")),
                number(out.get("errors")),
                number(out.get("dropped")),
                number(in.get("dropped")));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** The host's end of an interface, known by the device that has its MAC address. */
    private static String hostName(ExpandedInstance instance, String address) {
        return NicDevice.all(instance).stream()
                .filter(nic -> nic.address().equalsIgnoreCase(address))
                .map(NicDevice::host)
                .findFirst()
                .orElse("");
    }
}
