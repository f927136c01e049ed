package io.gantry.daemon.lifecycle;

import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.network.NetworkUse;
import java.util.List;
import java.util.Map;

/** The interfaces of instances in networks. */
public final class InstanceNetworkUse implements NetworkUse {
    private final Instances instances;

    public InstanceNetworkUse(Instances instances) {
        this.instances = instances;
    }

    @Override
    public List<String> usersOf(String network) {
        return instances.list().stream()
                .filter(instance -> instance.devices().values().stream().anyMatch(device -> isIn(network, device)))
                .map(instance -> instance.key().url())
                .toList();
    }

    private static boolean isIn(String network, Map<String, String> device) {
        return "nic".equals(device.get("type"))
                && (network.equals(device.get("network")) || network.equals(device.get("parent")));
    }

    @Override
    public List<NetworkMember> membersOf(String network) {
        return instances.list().stream()
                .flatMap(instance -> NetworkMember.of(instance).stream())
                .filter(member -> member.network().equals(network))
                .toList();
    }
}
