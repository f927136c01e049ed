package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.config.DeviceKeys.Nic;
import io.gantry.daemon.config.KeySet;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.host.HostLinks;
import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.daemon.device.host.MacAddress;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What all interfaces have.
 *
 * @param inner the name in the container
 * @param address the MAC address inside
 * @param mtu in bytes; empty for the kernel's own
 */
record NicIdentity(String name, InterfaceName inner, MacAddress address, String mtu) {
    static NicIdentity of(String name, Map<String, String> values, ExpandedInstance instance) {
        var config = new Config(values);
        var kept = new Config(instance.record().config());
        return new NicIdentity(
                name,
                config.find(Nic.NAME)
                        .or(() -> kept.find(VolatileKeys.NAME.of(name)))
                        .map(InterfaceName::new)
                        .orElseGet(() -> byPosition(name, instance)),
                config.find(Nic.HWADDR)
                        .or(() -> kept.find(VolatileKeys.HWADDR.of(name)))
                        .map(MacAddress::new)
                        .orElse(MacAddress.ANY),
                config.find(Nic.MTU).map(Nic.MTU::format).orElse(""));
    }

    /** The type of interfaces of this kind; one in a network of the daemon's is bridged. */
    static DeviceType type(String kind, KeySet keys, DeviceType.Form form, DeviceType.Reader reader) {
        return new DeviceType(
                "nic",
                keys,
                description ->
                        Nic.kind(description.values()).filter(kind::equals).isPresent(),
                form,
                reader);
    }

    /** A form that needs the name of another interface, of which it says what it is. */
    static DeviceType.Form withParent(String what) {
        return config -> {
            if (!config.isSet(Nic.PARENT)) {
                throw DaemonException.invalid("its parent, the " + what + ", is missing");
            }
        };
    }

    private static boolean isNic(Map<String, String> values) {
        return new Config(values).text(DeviceKeys.TYPE).equals("nic");
    }

    private static InterfaceName byPosition(String name, ExpandedInstance instance) {
        long before = instance.devices().entrySet().stream()
                .filter(other -> isNic(other.getValue()) && other.getKey().compareTo(name) < 0)
                .count();
        return new InterfaceName("eth" + before);
    }

    /**
     * The name on the host of an interface that is made for the device: chosen, kept while the instance runs, or made
     * from what is the device's alone, since the address is random.
     *
     * @param prefix of four letters at most
     */
    InterfaceName hostName(String prefix, Map<String, String> values, ExpandedInstance instance) {
        Optional<InterfaceName> chosen = new Config(values).find(Nic.HOST_NAME).map(InterfaceName::new);
        // What is kept is the daemon's own word, and no reason not to start where it makes no sense.
        String kept = new Config(instance.record().config()).text(VolatileKeys.HOST_NAME.of(name));
        return chosen.orElseGet(() -> InterfaceName.isValid(kept)
                ? new InterfaceName(kept)
                : hashed(prefix, instance.key() + " " + name + " " + address));
    }

    static InterfaceName hashed(String prefix, String text) {
        return new InterfaceName(prefix + String.format(Locale.ROOT, "%08x", text.hashCode()));
    }

    HostLinks.Link link(InterfaceName linkName) {
        return new HostLinks.Link(linkName, address, mtu);
    }
}
