package io.gantry.daemon.network;

import io.gantry.api.NetworkAddress;
import io.gantry.api.NetworkCounters;
import io.gantry.api.NetworkState;
import io.gantry.api.NetworkStateBond;
import io.gantry.api.NetworkStateBridge;
import io.gantry.api.NetworkStateVlan;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What iproute2 tells of one interface ({@code ip -json -stats -details address}), in the API's words. */
final class LinkState {
    private final Map<?, ?> link;
    private final Collection<? extends Map<?, ?>> all;
    private final String kind;
    private final Map<?, ?> details;

    /** @param all the interfaces of the same host, among which are this one's ports */
    LinkState(Map<?, ?> link, Collection<? extends Map<?, ?>> all) {
        this.link = link;
        this.all = all;
        Map<?, ?> info = object(link.get("linkinfo"));
        this.kind = text(info.get("info_kind"));
        this.details = object(info.get("info_data"));
    }

    NetworkState view(List<NetworkAddress> addresses) {
        boolean isLoopback = hasFlag("LOOPBACK");
        return new NetworkState(
                addresses,
                counters(),
                isLoopback ? "" : text(link.get("address")),
                (int) number(link.get("mtu")),
                hasFlag("UP") ? "up" : "down",
                isLoopback ? "loopback" : "broadcast",
                kind.equals("bond") ? bond() : null,
                kind.equals("bridge") ? bridge() : null,
                kind.equals("vlan") ? new NetworkStateVlan(text(link.get("link")), number(details.get("id"))) : null,
                null);
    }

    private NetworkCounters counters() {
        Map<?, ?> stats = object(link.get("stats64"));
        Map<?, ?> in = object(stats.get("rx"));
        Map<?, ?> out = object(stats.get("tx"));
        return new NetworkCounters(
                number(in.get("bytes")),
                number(out.get("bytes")),
                number(in.get("packets")),
                number(out.get("packets")));
    }

    private NetworkStateBridge bridge() {
        return new NetworkStateBridge(
                text(details.get("bridge_id")).replace(":", ""),
                number(details.get("stp_state")) != 0,
                number(details.get("forward_delay")),
                number(details.get("vlan_default_pvid")),
                number(details.get("vlan_filtering")) != 0,
                ports());
    }

    private NetworkStateBond bond() {
        return new NetworkStateBond(
                text(details.get("mode")),
                text(details.get("xmit_hash_policy")),
                number(details.get("updelay")),
                number(details.get("downdelay")),
                number(details.get("miimon")),
                text(link.get("operstate")).toLowerCase(Locale.ROOT),
                ports());
    }

    private List<String> ports() {
        return all.stream()
                .filter(other -> text(link.get("ifname")).equals(other.get("master")))
                .map(other -> text(other.get("ifname")))
                .sorted()
                .toList();
    }

    private boolean hasFlag(String flag) {
        return link.get("flags") instanceof List<?> flags && flags.contains(flag);
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
