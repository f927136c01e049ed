package io.gantry.daemon.network;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.NetworkKeys;
import io.gantry.daemon.config.value.BridgeAddress;
import io.gantry.daemon.config.value.Cidr;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.intent.Intents;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bridges of this daemon. Safe for use by many threads. */
public final class Networks implements InstanceNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final String CREATE = "create-network";

    private final Database database;
    private final Intents intents;
    private final Events events;
    private final Bridges bridges;
    private final HostInterfaces interfaces;
    private final List<NetworkUse> uses = new CopyOnWriteArrayList<>();
    private final RandomGenerator random;
    private final NetworkStore store = new NetworkStore();
    private final ReentrantLock changing = new ReentrantLock();

    /** @param directory of the daemon; {@code networks} is made below it */
    public Networks(
            Database database,
            Intents intents,
            Events events,
            CommandRunner commands,
            Path directory,
            RandomGenerator random) {
        this.database = database;
        this.intents = intents;
        this.events = events;
        this.bridges = new Bridges(commands, directory.resolve("networks"));
        this.interfaces = new HostInterfaces(commands);
        this.random = random;
        intents.onStart(CREATE, facts -> {
            String name = facts.getOrDefault("name", "");
            if (find(name).isEmpty()) {
                bridges.stop(name);
                bridges.forget(name);
            }
        });
    }

    /** Starts all bridges, or takes them over as they are. */
    public void startAll() {
        for (NetworkRecord network : list()) {
            try {
                bridges.start(network);
            } catch (DaemonException e) {
                LOG.warn("{}", e.getMessage(), e);
            }
        }
    }

    /** Takes all bridges and their DHCP servers away; they come again with the daemon. */
    public void stopAll() {
        for (NetworkRecord network : list()) {
            try {
                bridges.stop(network.name());
            } catch (DaemonException e) {
                LOG.warn("{}", e.getMessage(), e);
            }
        }
    }

    HostInterfaces interfaces() {
        return interfaces;
    }

    List<NetworkRecord> list() {
        return database.inTransaction(store::list);
    }

    Optional<NetworkRecord> find(String name) {
        return list().stream().filter(network -> network.name().equals(name)).findFirst();
    }

    /** @throws DaemonException NOT_FOUND where the daemon has no such network */
    NetworkRecord require(String name) {
        return find(name).orElseThrow(() -> DaemonException.notFound("Network not found: " + name));
    }

    /**
     * Checks that the networks exist which devices name.
     *
     * @throws DaemonException NOT_FOUND naming the network and the device
     */
    public void requireFor(Map<String, Map<String, String>> devices) {
        devices.forEach((name, device) -> {
            String network = device.getOrDefault("network", "");
            if (!network.isEmpty() && find(network).isEmpty()) {
                throw DaemonException.notFound("Network not found: " + network + ", which the device " + name
                        + " is to be on; create it, or name another one (--device " + name + ",network=...)");
            }
        });
    }

    /** Says what may use networks. */
    public void addUses(NetworkUse... more) {
        uses.addAll(List.of(more));
    }

    List<String> usersOf(String name) {
        return uses.stream().flatMap(use -> use.usersOf(name).stream()).toList();
    }

    /** The interfaces in a network, by instance. */
    List<NetworkMember> membersOf(String name) {
        return uses.stream().flatMap(use -> use.membersOf(name).stream()).toList();
    }

    List<Lease> leases(String name) throws IOException {
        return Lease.read(bridges.leases(name));
    }

    @Override
    public void join(NetworkMember member) {
        if (find(member.network()).filter(NetworkRecord::servesDhcp).isPresent()) {
            bridges.know(member);
        }
    }

    @Override
    public void leave(NetworkMember member) {
        find(member.network()).filter(NetworkRecord::servesDhcp).ifPresent(network -> bridges.forget(network, member));
    }

    void create(NetworkRecord wanted) {
        changing.lock();
        try (var rollback = new Rollback()) {
            requireName(wanted.name());
            requireFree(wanted.name());
            NetworkRecord network = completed(wanted);
            Intent intent = intents.begin(CREATE, Map.of("name", network.name()));
            rollback.add("end the intent", intent::end);
            rollback.add("remove the bridge " + network.name(), () -> {
                bridges.stop(network.name());
                bridges.forget(network.name());
            });
            bridges.start(network);
            database.change(connection -> store.put(connection, network));
            rollback.keep();
            intent.end();
        } finally {
            changing.unlock();
        }
        events.lifecycle("network-created", url(wanted.name()), Map.of());
    }

    private NetworkRecord completed(NetworkRecord wanted) {
        NetworkKeys.ALL.check(wanted.config());
        var config = new HashMap<>(wanted.config());
        if (isAuto(config, NetworkKeys.IPV4_ADDRESS)) {
            config.put(NetworkKeys.IPV4_ADDRESS.name(), freeAddress());
            config.putIfAbsent(NetworkKeys.IPV4_NAT.name(), "true");
        }
        if (isAuto(config, NetworkKeys.IPV6_ADDRESS)) {
            if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
                config.put(NetworkKeys.IPV6_ADDRESS.name(), Ipv6Subnet.random(random));
                config.putIfAbsent(NetworkKeys.IPV6_NAT.name(), "true");
            } else {
                NetworkKeys.IPV6_ADDRESS.put(config, new BridgeAddress.None());
            }
        }
        config.computeIfAbsent(
                NetworkKeys.HWADDR.name(),
                _ -> String.format(
                        Locale.ROOT,
                        "00:16:3e:%02x:%02x:%02x",
                        random.nextInt(1 << 8),
                        random.nextInt(1 << 8),
                        random.nextInt(1 << 8)));
        return new NetworkRecord(wanted.name(), wanted.description(), config);
    }

    /** A key that is there and empty stands for no address. */
    private static boolean isAuto(Map<String, String> config, ConfigKey<BridgeAddress> key) {
        return !config.containsKey(key.name())
                || new Config(config).find(key).orElse(null) instanceof BridgeAddress.Auto;
    }

    private String freeAddress() {
        List<Subnet> taken = interfaces.subnets();
        while (true) {
            String text = "10." + random.nextInt(1, 255) + "." + random.nextInt(0, 256) + ".1/24";
            Subnet candidate = Subnet.of(Cidr.parseIpv4(text));
            if (taken.stream().noneMatch(candidate::overlaps)) {
                return text;
            }
        }
    }

    private static void requireName(String name) {
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}")) {
            throw DaemonException.invalid("\"" + name
                    + "\" is not a name for a bridge: use 1 to 15 letters, digits, dots, dashes and underscores");
        }
    }

    /** Replaces description and configuration; the bridge follows. */
    void update(String name, String description, Map<String, String> config) {
        changing.lock();
        try {
            NetworkRecord before = require(name);
            var kept = new HashMap<>(config);
            kept.putIfAbsent(NetworkKeys.HWADDR.name(), before.hardwareAddress());
            NetworkRecord after = completed(new NetworkRecord(name, description, kept));
            try (var rollback = new Rollback()) {
                if (!before.config().equals(after.config())) {
                    bridges.retract(name);
                    rollback.add("give " + name + " its old configuration", () -> {
                        bridges.retract(name);
                        bridges.start(before);
                    });
                    bridges.start(after);
                }
                database.change(connection -> store.put(connection, after));
                rollback.keep();
            }
        } finally {
            changing.unlock();
        }
        events.lifecycle("network-updated", url(name), Map.of());
    }

    /** Gives another name to a bridge that nothing uses. */
    void rename(String name, String newName) {
        changing.lock();
        try {
            NetworkRecord before = require(name);
            requireUnused(name);
            requireName(newName);
            requireFree(newName);
            var after = new NetworkRecord(newName, before.description(), before.config());
            try (var rollback = new Rollback()) {
                rollback.add("bring back the bridge " + name, () -> bridges.start(before));
                bridges.stop(name);
                rollback.add("remove the bridge " + newName, () -> {
                    bridges.stop(newName);
                    bridges.forget(newName);
                });
                // A daemon that is killed here starts the bridge under the name that the database has by then.
                database.change(connection -> {
                    store.delete(connection, name);
                    store.put(connection, after);
                });
                rollback.add(
                        "keep the name " + name,
                        () -> database.change(connection -> {
                            store.delete(connection, newName);
                            store.put(connection, before);
                        }));
                bridges.start(after);
                rollback.keep();
            }
            bridges.forget(name);
        } finally {
            changing.unlock();
        }
        events.lifecycle("network-renamed", url(newName), Map.of("old_name", name));
    }

    private void requireFree(String name) {
        if (find(name).isPresent()) {
            throw DaemonException.conflict("The network already exists: " + name);
        }
        if (HostInterfaces.exists(name)) {
            throw DaemonException.conflict("the host has an interface " + name + " already: choose another name");
        }
    }

    private void requireUnused(String name) {
        List<String> users = usersOf(name);
        if (!users.isEmpty()) {
            throw DaemonException.invalid(
                    "The network is currently in use: " + name + " by " + String.join(", ", users));
        }
    }

    /** Removes a bridge that nothing uses. */
    void delete(String name) {
        changing.lock();
        try {
            require(name);
            requireUnused(name);
            bridges.stop(name);
            database.change(connection -> store.delete(connection, name));
            bridges.forget(name);
        } finally {
            changing.unlock();
        }
        events.lifecycle("network-deleted", url(name), Map.of());
    }

    private static String url(String name) {
        return "/1.0/networks/" + name;
    }
}
