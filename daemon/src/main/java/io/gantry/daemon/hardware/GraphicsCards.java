package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The graphics cards: those with a driver of the kernel's graphics stack, and others on the PCI bus. */
final class GraphicsCards {
    private static final String ALL = "/sys/class/drm";
    private static final String DISPLAY_CLASS = "0x03";

    private final SystemTree tree;
    private final DeviceIdentity devices;
    private final DeviceNames names;
    private final VirtualFunctions functions = new VirtualFunctions();

    GraphicsCards(SystemTree tree, DeviceIdentity devices, DeviceNames names) {
        this.tree = tree;
        this.devices = devices;
        this.names = names;
    }

    Map<String, Object> read() {
        Set<String> known = new HashSet<>();
        for (Path card : SystemTree.entries(tree.path(ALL))) {
            // The connectors of a card are beside it, as card0-HDMI-A-1.
            if (SystemTree.name(card).startsWith("card") && SystemTree.exists(card.resolve("dev"))) {
                Path device = card.resolve("device");
                Optional<String> address = DeviceIdentity.pciAddress(device);
                if (address.isEmpty() || known.add(address.get())) {
                    functions.add(device, view(device, address));
                }
            }
        }
        for (Path device : SystemTree.entries(tree.path(PciDevices.ALL))) {
            boolean isDisplay = SystemTree.textOrEmpty(device.resolve("class")).startsWith(DISPLAY_CLASS);
            if (isDisplay && known.add(SystemTree.name(device))) {
                functions.add(device, view(device, Optional.of(SystemTree.name(device))));
            }
        }
        return functions.cards();
    }

    private Map<String, Object> view(Path device, Optional<String> address) {
        var fields = new LinkedHashMap<String, Object>();
        devices.addDriver(device, fields);
        fields.put("numa_node", SystemTree.numaNode(device));
        address.ifPresent(found -> fields.put("pci_address", found));
        DeviceIdentity.usbAddress(device).ifPresent(found -> fields.put("usb_address", found));
        DeviceIdentity.addProduct(device, names, fields);
        List<Path> nodes = SystemTree.entries(device.resolve("drm"));
        if (!nodes.isEmpty()) {
            fields.put("drm", nodes(nodes));
        }
        address.flatMap(this::nvidia).ifPresent(found -> fields.put("nvidia", found));
        Map<String, Object> mediated = mediated(device.resolve("mdev_supported_types"));
        if (!mediated.isEmpty()) {
            fields.put("mdev", mediated);
        }
        return fields;
    }

    private static Map<String, Object> nodes(List<Path> nodes) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", 0L);
        fields.put("card_name", "");
        fields.put("card_device", "");
        for (Path node : nodes) {
            String name = SystemTree.name(node);
            String kind = name.startsWith("card")
                    ? "card"
                    : name.startsWith("controlD") ? "control" : name.startsWith("renderD") ? "render" : "";
            if (!kind.isEmpty()) {
                fields.put(kind + "_name", name);
                fields.put(kind + "_device", SystemTree.textOrEmpty(node.resolve("dev")));
            }
            if (name.matches("card[0-9]{1,9}")) {
                fields.put("id", Long.parseLong(name.substring("card".length())));
            }
        }
        return fields;
    }

    /** What NVIDIA's driver says of a card. */
    private Optional<Map<String, Object>> nvidia(String address) {
        Path information =
                tree.path("/proc/driver/nvidia/gpus").resolve(address).resolve("information");
        return SystemTree.text(information).map(text -> {
            var fields = new LinkedHashMap<String, Object>(
                    Map.of("brand", "", "model", "", "card_name", "", "card_device", ""));
            text.lines()
                    .map(line -> line.split(":", 2))
                    .filter(sides -> sides.length == 2)
                    .forEach(sides -> {
                        String value = sides[1].strip();
                        switch (sides[0].strip()) {
                            case "Model" -> {
                                fields.put("model", value);
                                fields.put("brand", value.split(" ", 2)[0]);
                            }
                            case "Device Minor" -> {
                                fields.put("card_name", "nvidia" + value);
                                fields.put("card_device", "195:" + value);
                            }
                            default -> {}
                        }
                    });
            return fields;
        });
    }

    private static Map<String, Object> mediated(Path folder) {
        var kinds = new LinkedHashMap<String, Object>();
        for (Path kind : SystemTree.entries(folder)) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("api", SystemTree.textOrEmpty(kind.resolve("device_api")));
            fields.put(
                    "available",
                    SystemTree.number(kind.resolve("available_instances")).orElse(0));
            DeviceIdentity.putUnlessEmpty(fields, "name", SystemTree.textOrEmpty(kind.resolve("name")));
            DeviceIdentity.putUnlessEmpty(fields, "description", SystemTree.textOrEmpty(kind.resolve("description")));
            List<Object> used = new ArrayList<>();
            SystemTree.entries(kind.resolve("devices")).forEach(device -> used.add(SystemTree.name(device)));
            fields.put("devices", used);
            kinds.put(SystemTree.name(kind), fields);
        }
        return kinds;
    }
}
