package io.gantry.daemon.device.host;

import io.gantry.daemon.config.value.BitRate;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Interfaces by ip(8) and tc(8). liblxc could make them itself, but looks for bridges in {@code /sys/class/net}, which in
 * a network namespace entered without a mount of its own shows another one's. The kernel's limits are the host's view:
 * what its end sends is what the container receives.
 */
public final class IpLinks implements HostLinks {
    /** Shows the interfaces of the reader's own network namespace, whoever mounted it. */
    private static final Path INTERFACES = Path.of("/proc/sys/net/ipv4/conf");

    private final CommandRunner commands;

    public IpLinks(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public boolean exists(InterfaceName name) {
        return Files.exists(INTERFACES.resolve(name.text()));
    }

    @Override
    public void addPair(InterfaceName host, String bridge, Link peer) {
        addPair(host, bridge, peer, "");
    }

    @Override
    public void addPairInto(InterfaceName host, String bridge, Link peer, long initPid) {
        addPair(host, bridge, peer, " netns " + initPid);
    }

    private void addPair(InterfaceName host, String bridge, Link peer, String place) {
        String mtu = mtu(peer);
        String master = bridge.isEmpty() ? "" : " master " + new InterfaceName(bridge);
        add(
                host,
                "link add " + host + " type veth peer name " + peer.name() + place + address(peer) + mtu + "\n"
                        + "link set " + host + mtu + master + " up\n");
    }

    @Override
    public void addMacvlan(Link link, InterfaceName parent) {
        add(
                link.name(),
                "link add link " + parent + " name " + link.name() + address(link) + mtu(link)
                        + " type macvlan mode bridge\n");
    }

    private void add(InterfaceName name, String lines) {
        // A daemon that was killed may have left it.
        remove(name);
        try {
            batch("ip", lines);
        } catch (CommandException e) {
            remove(name);
            throw e;
        }
    }

    private static String address(Link link) {
        return link.address().isChosen() ? " address " + link.address() : "";
    }

    private static String mtu(Link link) {
        return link.mtu().isEmpty() ? "" : " mtu " + link.mtu();
    }

    @Override
    public void give(InterfaceName name, long initPid, InterfaceName inner) {
        // Some drivers rename no card that is up.
        batch(
                "ip",
                "link set dev " + name + " down\nlink set dev " + name + " netns " + initPid + " name " + inner + "\n");
        inContainer(initPid, "link set dev " + inner + " up\n");
    }

    @Override
    public void takeBack(InterfaceName inner, long initPid, InterfaceName name) {
        if (!isInContainer(inner, initPid)) {
            return;
        }
        long daemon = ProcessHandle.current().pid();
        inContainer(
                initPid,
                "link set dev " + inner + " down\nlink set dev " + inner + " netns " + daemon + " name " + name + "\n");
    }

    private boolean isInContainer(InterfaceName inner, long initPid) {
        try {
            commands.run(Command.of(
                    "nsenter", "--net=/proc/" + initPid + "/ns/net", "ip", "link", "show", "dev", inner.text()));
            return true;
        } catch (CommandFailedException _) {
            return false;
        }
    }

    /** The host's program, in nothing of the container but its network. */
    private void inContainer(long initPid, String lines) {
        commands.run(Command.of("nsenter", "--net=/proc/" + initPid + "/ns/net", "ip", "-batch", "-")
                .withInput(new CommandInput.Text(lines)));
    }

    @Override
    public void limit(InterfaceName host, BitRate ingress, BitRate egress) {
        forget("qdisc", "del", "dev", host.text(), "root");
        forget("qdisc", "del", "dev", host.text(), "ingress");
        var lines = new StringBuilder();
        if (ingress.isLimit()) {
            String rate = " rate " + ingress.bitsPerSecond() + "bit";
            lines.append("qdisc add dev " + host + " root handle 1: htb default 10\n")
                    .append("class add dev " + host + " parent 1: classid 1:10 htb" + rate + "\n");
        }
        if (egress.isLimit()) {
            String rate = " rate " + egress.bitsPerSecond() + "bit";
            lines.append("qdisc add dev " + host + " handle ffff: ingress\n")
                    .append("filter add dev " + host + " parent ffff: protocol all prio 1 u32 match u32 0 0")
                    .append(" police" + rate + " burst 1024k mtu 64kb drop\n");
        }
        if (!lines.isEmpty()) {
            batch("tc", lines.toString());
        }
    }

    private void forget(String... arguments) {
        try {
            commands.run(Command.of("tc", arguments));
        } catch (CommandFailedException _) {
            // There was none.
        }
    }

    private void batch(String program, String lines) {
        commands.run(Command.of(program, "-batch", "-").withInput(new CommandInput.Text(lines)));
    }

    @Override
    public void remove(InterfaceName name) {
        if (exists(name)) {
            commands.run(Command.of("ip", "link", "delete", name.text()));
        }
    }
}
