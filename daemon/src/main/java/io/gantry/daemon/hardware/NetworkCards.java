package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The network cards with their ports: those with an interface, and others on the PCI bus. Speeds in Mbit/s. */
public final class NetworkCards {
    private static final String ALL = "/sys/class/net";
    private static final String NETWORK_CLASS = "0x02";

    private final SystemTree tree;
    private final DeviceIdentity devices;
    private final DeviceNames names;
    private final Links links;
    private final VirtualFunctions functions = new VirtualFunctions();

    /** What drivers say of their interfaces. */
    @FunctionalInterface
    public interface Links {
        /** Empty where there is no such interface here, or its driver does not say. */
        Optional<Link> of(String name);
    }

    /**
     * A port as its driver sees it.
     *
     * @param fields the API's, such as {@code link_detected}
     * @param firmware of the card; empty where it is not told
     */
    public record Link(Map<String, Object> fields, String firmware) {
        public Link {
            fields = Map.copyOf(fields);
        }
    }

    NetworkCards(SystemTree tree, DeviceIdentity devices, DeviceNames names, Links links) {
        this.tree = tree;
        this.devices = devices;
        this.names = names;
        this.links = links;
    }

    Map<String, Object> read() {
        Set<String> known = new HashSet<>();
        for (Path name : SystemTree.entries(tree.path(ALL))) {
            Path device = name.resolve("device");
            if (SystemTree.exists(device)) {
                Optional<String> address = DeviceIdentity.pciAddress(device);
                if (address.isEmpty() || known.add(address.get())) {
                    functions.add(device, view(device, address));
                }
            }
        }
        for (Path device : SystemTree.entries(tree.path(PciDevices.ALL))) {
            boolean isNetwork = SystemTree.textOrEmpty(device.resolve("class")).startsWith(NETWORK_CLASS);
            if (isNetwork && known.add(SystemTree.name(device))) {
                functions.add(device, view(device, Optional.of(SystemTree.name(device))));
            }
        }
        return functions.cards();
    }

    private Map<String, Object> view(Path device, Optional<String> address) {
        var fields = new LinkedHashMap<String, Object>();
        devices.addDriver(device, fields);
        List<Object> ports = new ArrayList<>();
        for (Path port : SystemTree.entries(device.resolve("net"))) {
            Optional<Link> link = links.of(SystemTree.name(port));
            // A virtual function has no plug of its own.
            boolean isVirtual = SystemTree.exists(device.resolve("physfn"));
            if (isVirtual || link.isPresent()) {
                ports.add(port(device, port, isVirtual ? Map.of() : link.get().fields()));
            }
            link.ifPresent(told -> DeviceIdentity.putUnlessEmpty(fields, "firmware_version", told.firmware()));
        }
        if (!ports.isEmpty()) {
            fields.put("ports", ports);
        }
        fields.put("numa_node", SystemTree.numaNode(device));
        address.ifPresent(found -> fields.put("pci_address", found));
        DeviceIdentity.usbAddress(device).ifPresent(found -> fields.put("usb_address", found));
        DeviceIdentity.addProduct(device, names, fields);
        return fields;
    }

    private static Map<String, Object> port(Path device, Path port, Map<String, Object> link) {
        String protocol = switch ((int) SystemTree.number(port.resolve("type")).orElse(0)) {
            case 1 -> "ethernet";
            case 19 -> "ATM";
            case 32 -> "infiniband";
            default -> "unknown";
        };
        long number = SystemTree.number(port.resolve("dev_port")).orElse(0);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", SystemTree.name(port));
        DeviceIdentity.putUnlessEmpty(fields, "address", SystemTree.textOrEmpty(port.resolve("address")));
        fields.put("port", number);
        fields.put("protocol", protocol);
        fields.put("auto_negotiation", false);
        fields.put("link_detected", false);
        fields.putAll(link);
        if (protocol.equals("infiniband")) {
            fields.put("infiniband", infiniband(device, number));
        }
        return fields;
    }

    private static Map<String, Object> infiniband(Path device, long port) {
        var fields = new LinkedHashMap<String, Object>();
        for (Path node : SystemTree.entries(device.resolve("infiniband_mad"))) {
            // Ports are counted from 0 by the network, from 1 here.
            if (SystemTree.number(node.resolve("port")).orElse(0) == port + 1) {
                String kind = SystemTree.name(node).startsWith("issm") ? "issm" : "mad";
                fields.put(kind + "_name", SystemTree.name(node));
                fields.put(kind + "_device", SystemTree.textOrEmpty(node.resolve("dev")));
            }
        }
        List<Path> verbs = SystemTree.entries(device.resolve("infiniband_verbs"));
        if (verbs.size() == 1) {
            fields.put("verb_name", SystemTree.name(verbs.getFirst()));
            fields.put("verb_device", SystemTree.textOrEmpty(verbs.getFirst().resolve("dev")));
        }
        return fields;
    }
}
