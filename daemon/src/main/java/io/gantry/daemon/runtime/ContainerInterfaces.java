package io.gantry.daemon.runtime;

import io.gantry.api.InstanceStateNetwork;
import io.gantry.api.InstanceStateNetworkCounters;
import io.gantry.api.NetworkAddress;
import io.gantry.daemon.device.DeviceTypes;
import io.gantry.daemon.device.Nic;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.system.nativecall.NetworkLink;
import io.gantry.system.nativecall.NetworkLinks;
import io.gantry.system.nativecall.SystemCallException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network interfaces inside a running container, as the API shows them. */
final class ContainerInterfaces {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerInterfaces.class);

    private ContainerInterfaces() {}

    static Map<String, InstanceStateNetwork> read(ExpandedInstance instance, long initPid) {
        var interfaces = new TreeMap<String, InstanceStateNetwork>();
        try {
            List<Nic> nics = DeviceTypes.of(instance).stream()
                    .filter(Nic.class::isInstance)
                    .map(Nic.class::cast)
                    .toList();
            for (NetworkLink link : NetworkLinks.of(initPid)) {
                interfaces.put(link.name(), view(link, hostName(nics, link.hardwareAddress())));
            }
        } catch (SystemCallException e) {
            LOG.debug("cannot read the interfaces of {}: {}", instance.key(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return interfaces;
    }

    private static InstanceStateNetwork view(NetworkLink link, String hostName) {
        return new InstanceStateNetwork(
                link.addresses().stream().map(ContainerInterfaces::view).toList(),
                new InstanceStateNetworkCounters(
                        link.received().bytes(),
                        link.sent().bytes(),
                        link.received().packets(),
                        link.sent().packets(),
                        link.received().errors(),
                        link.sent().errors(),
                        link.sent().dropped(),
                        link.received().dropped()),
                link.kind() == NetworkLink.Kind.LOOPBACK ? "" : link.hardwareAddress(),
                hostName,
                (int) link.mtu(),
                link.isUp() ? "up" : "down",
                switch (link.kind()) {
                    case LOOPBACK -> "loopback";
                    case POINT_TO_POINT -> "point-to-point";
                    case BROADCAST -> "broadcast";
                    case UNKNOWN -> "unknown";
                });
    }

    private static NetworkAddress view(NetworkLink.Address address) {
        return new NetworkAddress(
                address.isIpv6() ? "inet6" : "inet",
                address.text(),
                Integer.toString(address.prefixLength()),
                switch (address.scope()) {
                    case HOST -> "local";
                    case LINK -> "link";
                    case GLOBAL -> "global";
                });
    }

    /** The host's end of an interface, known by the device that has its MAC address. */
    private static String hostName(List<Nic> nics, String address) {
        return nics.stream()
                .filter(nic -> !address.isEmpty() && nic.address().text().equalsIgnoreCase(address))
                .map(nic -> nic.hostName().text())
                .findFirst()
                .orElse("");
    }
}
