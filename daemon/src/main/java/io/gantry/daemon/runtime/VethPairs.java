package io.gantry.daemon.runtime;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the pairs of virtual network cards that connect containers. liblxc could do so itself, but looks for bridges in
 * {@code /sys/class/net}, which in a network namespace entered without a mount of its own shows another one's. Safe for
 * use by many threads.
 */
final class VethPairs {
    /** Shows the interfaces of the reader's own network namespace, whoever mounted it. */
    private static final Path INTERFACES = Path.of("/proc/sys/net/ipv4/conf");

    private final CommandRunner commands;

    VethPairs(CommandRunner commands) {
        this.commands = commands;
    }

    /**
     * Makes a pair whose two ends are on the host; the container takes its one when it starts.
     *
     * @throws CommandException where the kernel refuses, or the bridge isn't there; nothing is left then
     */
    void make(NicDevice nic) {
        make(nic, nic.peer());
    }

    /** Makes a pair with one end in the running container of an init process; fails as {@link #make}. */
    void plug(NicDevice nic, long initPid) {
        make(nic, nic.inner() + " netns " + initPid);
    }

    private void make(NicDevice nic, String peer) {
        // A daemon that was killed may have left it.
        remove(nic);
        String mtu = nic.mtu().isEmpty() ? "" : " mtu " + nic.mtu();
        String address = nic.address().isEmpty() ? "" : " address " + nic.address();
        String bridge = nic.bridge().isEmpty() ? "" : " master " + nic.bridge();
        String lines = "link add " + nic.host() + " type veth peer name " + peer + address + mtu + "\n" + "link set "
                + nic.host() + mtu + bridge + " up\n";
        try {
            commands.run(Command.of("ip", "-batch", "-").withInput(new CommandInput.Text(lines)));
            if (nic.ingress().isLimit() || nic.egress().isLimit()) {
                limit(nic);
            }
        } catch (CommandException e) {
            remove(nic);
            throw e;
        }
    }

    /** Limits what goes through a pair that is there, or no longer does. What the host's end sends is what comes in. */
    void limit(NicDevice nic) {
        forget("qdisc", "del", "dev", nic.host(), "root");
        forget("qdisc", "del", "dev", nic.host(), "ingress");
        String host = nic.host();
        var lines = new StringBuilder();
        if (nic.ingress().isLimit()) {
            String rate = " rate " + nic.ingress().bitsPerSecond() + "bit";
            lines.append("qdisc add dev " + host + " root handle 1: htb default 10\n")
                    .append("class add dev " + host + " parent 1: classid 1:10 htb" + rate + "\n");
        }
        if (nic.egress().isLimit()) {
            String rate = " rate " + nic.egress().bitsPerSecond() + "bit";
            lines.append("qdisc add dev " + host + " handle ffff: ingress\n")
                    .append("filter add dev " + host + " parent ffff: protocol all prio 1 u32 match u32 0 0")
                    .append(" police" + rate + " burst 1024k mtu 64kb drop\n");
        }
        if (!lines.isEmpty()) {
            commands.run(Command.of("tc", "-batch", "-").withInput(new CommandInput.Text(lines.toString())));
        }
    }

    private void forget(String... arguments) {
        try {
            commands.run(Command.of("tc", arguments));
        } catch (CommandFailedException _) {
            // There was none.
        }
    }

    /** Removes both ends, wherever the other one is. */
    void remove(NicDevice nic) {
        if (Files.exists(INTERFACES.resolve(nic.host()))) {
            commands.run(Command.of("ip", "link", "delete", nic.host()));
        }
    }
}
