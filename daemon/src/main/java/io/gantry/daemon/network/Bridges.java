package io.gantry.daemon.network;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bridges of the kernel with their address, their rules for the network's translation, and their DHCP server. Starting
 * one that runs keeps it; both survive the daemon.
 */
final class Bridges {
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
                ip("link", "add", "name", name, "type", "bridge");
            }
            if (!network.value("bridge.mtu").isEmpty()) {
                ip("link", "set", name, "mtu", network.value("bridge.mtu"));
            }
            ip("link", "set", name, "up");
            if (hasIpv4(network)) {
                Subnet subnet = Subnet.parse(network.value("ipv4.address"));
                ip("address", "replace", subnet.ip() + "/" + subnet.prefix(), "dev", name);
                Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
                if (network.isOn("ipv4.nat")) {
                    translate(name, subnet);
                }
                if (network.isOn("ipv4.dhcp")) {
                    serve(network, subnet);
                }
            }
        } catch (CommandException | IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "network " + name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static boolean hasIpv4(NetworkRecord network) {
        String address = network.value("ipv4.address");
        return !address.isEmpty() && !address.equals("none");
    }

    private void translate(String name, Subnet subnet) {
        String table = table(name);
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
                        ip saddr %3$s ip daddr != %3$s masquerade
                    }
                }
                """.formatted(table, name, subnet.network());
        commands.run(Command.of("nft", "-f", "-").withInput(new CommandInput.Text(rules)));
    }

    private static String table(String name) {
        return "gantry_" + name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    private void serve(NetworkRecord network, Subnet subnet) throws IOException {
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
                "--listen-address=" + subnet.ip(),
                "--no-ping",
                "--dhcp-no-override",
                "--dhcp-authoritative",
                "--dhcp-leasefile=" + leases(network.name()),
                "--dhcp-range=" + subnet.first() + "," + subnet.last() + ",1h"));
        String domain = network.value("dns.domain").isEmpty() ? "lxd" : network.value("dns.domain");
        arguments.addAll(List.of("--domain=" + domain, "--local=/" + domain + "/"));
        commands.run(Command.of("dnsmasq", arguments).in(folder));
    }

    private Path pidFile(String name) {
        return directory.resolve(name).resolve("dnsmasq.pid");
    }

    Path leases(String name) {
        return directory.resolve(name).resolve("dnsmasq.leases");
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
                ip("link", "delete", name);
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
