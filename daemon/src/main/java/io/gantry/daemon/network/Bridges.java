package io.gantry.daemon.network;

import io.gantry.daemon.config.NetworkKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.ProcessSignal;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bridges of the kernel with their addresses, their rules for address translation, and their server for DHCP, router
 * advertisements and names. Starting one that runs keeps it; all of it survives the daemon.
 */
final class Bridges {
    private static final Path SETTINGS = Path.of("/proc/sys/net");

    private static final Logger LOG = LoggerFactory.getLogger(Bridges.class);

    private final CommandRunner commands;
    private final Path directory;

    /** @param directory holds one folder for each network */
    Bridges(CommandRunner commands, Path directory) {
        this.commands = commands;
        this.directory = directory;
    }

    void start(NetworkRecord network) {
        String name = network.name();
        try {
            if (!HostInterfaces.exists(name)) {
                ip("link", "add", "name", name, "address", network.hardwareAddress(), "type", "bridge");
            }
            network.find(NetworkKeys.BRIDGE_MTU).ifPresent(mtu -> ip("link", "set", name, "mtu", mtu.toString()));
            ip("link", "set", name, "up");
            Optional<Subnet> ipv4 = network.ipv4();
            if (ipv4.isPresent()) {
                ip("address", "replace", ipv4.get().ip() + "/" + ipv4.get().prefix(), "dev", name);
                Files.writeString(SETTINGS.resolve("ipv4/ip_forward"), "1");
            }
            Optional<Ipv6Subnet> ipv6 = network.ipv6();
            if (ipv6.isPresent()) {
                forwardIpv6();
                Ipv6Subnet subnet = ipv6.get();
                ip("-6", "address", "replace", subnet.ip() + "/" + subnet.prefix(), "dev", name, "nodad");
            }
            translate(network);
            if (network.servesDhcp()) {
                serve(network);
            }
        } catch (CommandException | IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "network " + name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** A host that forwards takes no routes from routers by itself: those it took before, it is to take still. */
    private static void forwardIpv6() throws IOException {
        Path interfaces = SETTINGS.resolve("ipv6/conf");
        Path forwarding = interfaces.resolve("all/forwarding");
        if (Files.readString(forwarding).strip().equals("1")) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(interfaces)) {
            for (Path each : all) {
                Path accepts = each.resolve("accept_ra");
                if (Files.readString(accepts).strip().equals("1")) {
                    Files.writeString(accepts, "2");
                }
            }
        }
        Files.writeString(forwarding, "1");
    }

    private void translate(NetworkRecord network) {
        String table = table(network.name());
        var masquerades = new StringBuilder();
        if (network.get(NetworkKeys.IPV4_NAT)) {
            network.ipv4()
                    .ifPresent(subnet -> masquerades.append(
                            "ip saddr %1$s ip daddr != %1$s masquerade\n".formatted(subnet.network())));
        }
        if (network.get(NetworkKeys.IPV6_NAT)) {
            network.ipv6()
                    .ifPresent(subnet -> masquerades.append(
                            "ip6 saddr %1$s ip6 daddr != %1$s masquerade\n".formatted(subnet.network())));
        }
        String rules = """
                table inet %1$s
                delete table inet %1$s
                table inet %1$s {
                    chain forward {
                        type filter hook forward priority 0; policy accept;
                        iifname "%2$s" accept
                        oifname "%2$s" accept
                    }
                    chain postrouting {
                        type nat hook postrouting priority 100; policy accept;
                        %3$s
                    }
                }
                """.formatted(table, network.name(), masquerades);
        commands.run(Command.of("nft", "-f", "-").withInput(new CommandInput.Text(rules)));
    }

    private static String table(String name) {
        return "gantry_" + name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    private void serve(NetworkRecord network) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(network.name()));
        if (server(network.name()) != null) {
            return;
        }
        var arguments = new ArrayList<>(List.of(
                "--conf-file=/dev/null",
                "--pid-file=" + pidFile(network.name()),
                "--user=root",
                "--strict-order",
                "--bind-interfaces",
                "--except-interface=lo",
                "--interface=" + network.name(),
                "--no-ping",
                "--dhcp-no-override",
                "--dhcp-authoritative",
                "--dhcp-leasefile=" + leases(network.name()),
                "--dhcp-hostsfile=" + hostsFolder(network.name())));
        Files.createDirectories(hostsFolder(network.name()));
        if (network.get(NetworkKeys.IPV4_DHCP)) {
            network.ipv4().ifPresent(subnet -> {
                arguments.add("--listen-address=" + subnet.ip());
                arguments.add("--dhcp-range=" + subnet.first() + "," + subnet.last() + ",1h");
            });
        }
        network.ipv6().ifPresent(subnet -> {
            arguments.add("--listen-address=" + subnet.ip());
            arguments.add("--enable-ra");
            // Addresses come from the router's advertisements; with DHCP the name server is told as well.
            arguments.add("--dhcp-range=::,constructor:" + network.name()
                    + (network.get(NetworkKeys.IPV6_DHCP) ? ",ra-stateless,ra-names" : ",ra-only"));
        });
        String domain = network.get(NetworkKeys.DNS_DOMAIN);
        arguments.addAll(List.of("--domain=" + domain, "--local=/" + domain + "/"));
        commands.run(Command.of("dnsmasq", arguments).in(folder));
    }

    private Path pidFile(String name) {
        return directory.resolve(name).resolve("dnsmasq.pid");
    }

    Path leases(String name) {
        return directory.resolve(name).resolve("dnsmasq.leases");
    }

    private Path hostsFolder(String name) {
        return directory.resolve(name).resolve("dnsmasq.hosts");
    }

    /** Gives an interface the name of its instance; it has it from its next lease on. */
    void know(NetworkMember member) {
        try {
            if (new StaticHosts(hostsFolder(member.network())).put(member)) {
                readHostsAgain(member.network());
            }
        } catch (IOException | SystemCallException e) {
            LOG.warn("network {} does not know the name of {}", member.network(), member.instance(), e);
        }
    }

    /** Takes name and leases from an interface. */
    void forget(NetworkRecord network, NetworkMember member) {
        try {
            if (new StaticHosts(hostsFolder(network.name())).remove(member)) {
                readHostsAgain(network.name());
            }
            InetAddress server =
                    InetAddress.ofLiteral(network.ipv4().map(Subnet::ip).orElse("0.0.0.0"));
            for (Lease lease : Lease.read(leases(network.name()))) {
                if (lease.hardwareAddress().equals(member.address())) {
                    new DhcpRelease(member.address(), InetAddress.ofLiteral(lease.address()), server).send();
                }
            }
        } catch (IOException | SystemCallException e) {
            LOG.warn("network {} keeps addresses of {} until their leases end", network.name(), member.instance(), e);
        }
    }

    private void readHostsAgain(String network) throws IOException {
        ProcessHandle server = server(network);
        if (server != null) {
            ProcessSignal.HANGUP.sendTo(server.pid());
        }
    }

    /** The network's DHCP server, where it runs. */
    private @Nullable ProcessHandle server(String name) throws IOException {
        Path file = pidFile(name);
        if (Files.notExists(file)) {
            return null;
        }
        String pid = Files.readString(file).strip();
        Path command = Path.of("/proc", pid, "cmdline");
        boolean isOurs = !pid.isEmpty()
                && Files.exists(command)
                && Files.readString(command).contains("--pid-file=" + file);
        return isOurs ? ProcessHandle.of(Long.parseLong(pid)).orElse(null) : null;
    }

    /** Takes away all of a network that the host has. */
    void stop(String name) {
        retract(name);
        try {
            if (HostInterfaces.exists(name)) {
                ip("link", "delete", name);
            }
        } catch (CommandException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "network " + name + " cannot be stopped: " + e.getMessage(), e);
        }
    }

    /** Takes away what the configuration gave the bridge; instances stay connected to it. */
    void retract(String name) {
        try {
            ProcessHandle server = server(name);
            if (server != null) {
                server.destroy();
            }
            Files.deleteIfExists(pidFile(name));
            commands.run(Command.of("nft", "-f", "-")
                    .withInput(
                            new CommandInput.Text("table inet %1$s\ndelete table inet %1$s\n".formatted(table(name)))));
            if (HostInterfaces.exists(name)) {
                ip("address", "flush", "dev", name, "scope", "global");
            }
        } catch (CommandException | IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "network " + name + " cannot be stopped: " + e.getMessage(), e);
        }
    }

    /** Takes away what a removed network leaves on disk. */
    void forget(String name) {
        try {
            Files.deleteIfExists(leases(name));
            new StaticHosts(hostsFolder(name)).removeAll();
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "cannot remove the folder of network " + name + ": " + e, e);
        }
    }

    private void ip(String... arguments) {
        commands.run(Command.of("ip", arguments));
    }
}
