package io.gantry.daemon.instance;

/**
 * What the daemon's networks do for instances: they know their names and give them addresses. Bridges that are not the
 * daemon's do nothing. Neither method fails: an instance is more than its name in the network. Safe for use by many
 * threads.
 */
public interface InstanceNetworks {
    /** An interface is going to be used: its network is to know whose it is. */
    void join(NetworkMember member);

    /** An interface is gone for good, or is going to have another name: its addresses are free again. */
    void leave(NetworkMember member);
}
