package io.gantry.daemon.device.host;

import io.gantry.daemon.config.value.BitRate;

/**
 * The network interfaces of this host, that is of the daemon's network namespace. What the kernel refuses throws {@link
 * io.gantry.system.command.CommandException}, and then nothing is left. Safe for use by many threads.
 */
public interface HostLinks {
    /** What an interface is made like. */
    record Link(InterfaceName name, MacAddress address, String mtu) {
        /** @param mtu in bytes; empty for the kernel's own */
        public Link {
            if (!mtu.matches("[0-9]{0,10}")) {
                throw new IllegalArgumentException("not an MTU: " + mtu);
            }
        }
    }

    boolean exists(InterfaceName name);

    /**
     * Makes a pair of virtual cards.
     *
     * @param host the end on the host, which is up afterwards
     * @param bridge that the end on the host is put into; empty for none
     * @param peer the end for a container, with the address
     */
    void addPair(InterfaceName host, String bridge, Link peer);

    /** As {@link #addPair}, with the peer in the network namespace of a container. */
    void addPairInto(InterfaceName host, String bridge, Link peer, long initPid);

    /** Makes a second card of another one's, which talks to all in its network. */
    void addMacvlan(Link link, InterfaceName parent);

    /** Gives an interface to a container, which has it under another name and up. */
    void give(InterfaceName name, long initPid, InterfaceName inner);

    /** Takes an interface back from a container; does nothing where the container has it no longer. */
    void takeBack(InterfaceName inner, long initPid, InterfaceName name);

    /** Limits what goes through the host's end of a pair, and ends limits that it had. */
    void limit(InterfaceName host, BitRate ingress, BitRate egress);

    /** Removes an interface, and with it the other end of a pair; does nothing where it is not there. */
    void remove(InterfaceName name);
}
