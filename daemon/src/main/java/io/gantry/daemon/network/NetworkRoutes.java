package io.gantry.daemon.network;

import io.gantry.api.Network;
import io.gantry.api.NetworkLease;
import io.gantry.api.NetworkPut;
import io.gantry.api.NetworkState;
import io.gantry.api.NetworksPost;
import io.gantry.api.Rename;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.NetworkMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code /1.0/networks}: the daemon's bridges, and the host's interfaces beside them. */
public final class NetworkRoutes implements Routes {
    private static final String ALL = "/1.0/networks";
    private static final String ONE = ALL + "/{name}";

    /** LXD's, of which not all are here. */
    private static final Set<String> KINDS = Set.of("bridge", "macvlan", "sriov", "ovn", "physical");

    private final Networks networks;

    public NetworkRoutes(Networks networks) {
        this.networks = networks;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, ALL, this::list);
        router.route(Method.POST, ALL, this::create);
        router.route(Method.GET, ONE, this::show);
        router.route(Method.PUT, ONE, this::replace);
        router.route(Method.PATCH, ONE, this::merge);
        router.route(Method.POST, ONE, this::rename);
        router.route(Method.DELETE, ONE, this::delete);
        router.route(Method.GET, ONE + "/state", this::state);
        router.route(Method.GET, ONE + "/leases", this::leases);
    }

    private Reply list(Request request) {
        Map<String, String> kinds = networks.interfaces().kinds();
        networks.list().forEach(network -> kinds.put(network.name(), "bridge"));
        if (request.recursion() == 0) {
            return Reply.of(
                    kinds.keySet().stream().map(name -> ALL + "/" + name).toList());
        }
        return Reply.of(kinds.entrySet().stream()
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .toList());
    }

    private Network view(String name, String kind) {
        return networks.find(name)
                .map(this::managed)
                .orElseGet(() -> new Network(Map.of(), "", name, kind, networks.usersOf(name), false, "", null));
    }

    private Network managed(NetworkRecord network) {
        return new Network(
                network.config(),
                network.description(),
                network.name(),
                "bridge",
                networks.usersOf(network.name()),
                true,
                "Created",
                List.of("none"));
    }

    private Reply create(Request request) {
        var wanted = request.body(NetworksPost.class);
        if (!wanted.type().isEmpty() && !KINDS.contains(wanted.type())) {
            throw DaemonException.invalid("Unknown driver: there are no networks of the type " + wanted.type());
        }
        if (!wanted.type().isEmpty() && !wanted.type().equals("bridge")) {
            throw DaemonException.notSupported(
                    "networks of the type " + wanted.type() + " are not supported here: " + "only bridges are");
        }
        networks.create(new NetworkRecord(wanted.name(), wanted.description(), wanted.config()));
        return Reply.created(ALL + "/" + wanted.name());
    }

    private Reply show(Request request) {
        String name = request.pathVariable("name");
        String kind = networks.interfaces().kinds().get(name);
        if (kind == null && networks.find(name).isEmpty()) {
            throw DaemonException.notFound("Network not found: " + name);
        }
        Network view = view(name, kind == null ? "bridge" : kind);
        return Reply.withEtag(view, etag(view));
    }

    private static Object etag(Network network) {
        return List.of(network.name(), network.description(), new TreeMap<>(network.config()));
    }

    private Reply replace(Request request) {
        NetworkRecord network = networks.require(request.pathVariable("name"));
        request.requireUnchanged(etag(managed(network)));
        var wanted = request.body(NetworkPut.class);
        networks.update(network.name(), wanted.description(), wanted.config());
        return Reply.empty();
    }

    private Reply merge(Request request) {
        NetworkRecord network = networks.require(request.pathVariable("name"));
        request.requireUnchanged(etag(managed(network)));
        Map<String, Object> wanted = request.bodyTree();
        var config = new TreeMap<>(network.config());
        if (wanted.get("config") instanceof Map<?, ?> changes) {
            changes.forEach((key, value) -> config.put(key.toString(), value == null ? "" : value.toString()));
        } else if (wanted.get("config") != null) {
            throw DaemonException.invalid("\"config\" must be an object of keys and values");
        }
        config.values().removeIf(String::isEmpty);
        Object description = wanted.get("description");
        networks.update(network.name(), description == null ? network.description() : description.toString(), config);
        return Reply.empty();
    }

    private Reply rename(Request request) {
        String name = request.body(Rename.class).name();
        networks.rename(request.pathVariable("name"), name);
        return Reply.created(ALL + "/" + name);
    }

    private Reply delete(Request request) {
        networks.delete(request.pathVariable("name"));
        return Reply.empty();
    }

    private Reply state(Request request) {
        String name = request.pathVariable("name");
        NetworkState state = networks.interfaces().state(name);
        if (state == null) {
            throw DaemonException.notFound("Network interface not found: " + name);
        }
        return Reply.of(state);
    }

    private Reply leases(Request request) throws IOException {
        NetworkRecord network = networks.require(request.pathVariable("name"));
        var leases = new ArrayList<NetworkLease>();
        network.gateways()
                .forEach(address -> leases.add(new NetworkLease(network.name() + ".gw", "", address, "gateway", "")));
        List<NetworkMember> members = networks.membersOf(network.name());
        network.ipv6()
                .ifPresent(subnet -> members.forEach(member -> leases.add(new NetworkLease(
                        member.instance().name(),
                        member.address(),
                        subnet.addressOf(member.address()),
                        "dynamic",
                        "none"))));
        for (Lease lease : networks.leases(network.name())) {
            boolean isAmongThem =
                    members.stream().anyMatch(member -> member.address().equals(lease.hardwareAddress()));
            if (lease.hardwareAddress().isEmpty() || isAmongThem) {
                leases.add(new NetworkLease(lease.name(), lease.hardwareAddress(), lease.address(), "dynamic", "none"));
            }
        }
        return Reply.of(leases);
    }
}
