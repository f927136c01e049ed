package io.gantry.daemon.network;

import io.gantry.daemon.instance.NetworkMember;
import java.util.List;

/** What uses networks. */
@FunctionalInterface
public interface NetworkUse {
    /** URL paths of what uses a network, such as {@code /1.0/instances/c1}. */
    List<String> usersOf(String network);

    /** The interfaces in a network. */
    default List<NetworkMember> membersOf(String network) {
        return List.of();
    }
}
