package io.gantry.daemon.lifecycle;

import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.network.NetworkUse;
import java.util.List;

/** The interfaces of instances in networks. */
public final class InstanceNetworkUse implements NetworkUse {
    private final Instances instances;

    public InstanceNetworkUse(Instances instances) {
        this.instances = instances;
    }

    @Override
    public List<String> usersOf(String network) {
        return instances.list().stream()
                .filter(instance ->
                        instance.devices().values().stream().anyMatch(device -> NetworkMember.isIn(network, device)))
                .map(instance -> instance.key().url())
                .toList();
    }

    @Override
    public List<NetworkMember> membersOf(String network) {
        return instances.list().stream()
                .flatMap(instance -> NetworkMember.of(instance).stream())
                .filter(member -> member.network().equals(network))
                .toList();
    }
}
