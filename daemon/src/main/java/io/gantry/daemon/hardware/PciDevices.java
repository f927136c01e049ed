package io.gantry.daemon.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The devices on the PCI bus. */
final class PciDevices {
    static final String ALL = "/sys/bus/pci/devices";

    private final SystemTree tree;
    private final DeviceIdentity devices;
    private final DeviceNames names;

    PciDevices(SystemTree tree, DeviceIdentity devices, DeviceNames names) {
        this.tree = tree;
        this.devices = devices;
        this.names = names;
    }

    Map<String, Object> read() {
        List<Object> views = new ArrayList<>();
        for (Path device : SystemTree.entries(tree.path(ALL))) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("driver", "");
            fields.put("driver_version", "");
            devices.addDriver(device, fields);
            fields.put("numa_node", SystemTree.numaNode(device));
            fields.put("pci_address", SystemTree.name(device));
            fields.put("vendor", "");
            fields.put("vendor_id", "");
            fields.put("product", "");
            fields.put("product_id", "");
            DeviceIdentity.addProduct(device, names, fields);
            fields.put("iommu_group", group(device));
            fields.put("vpd", vitalData(device.resolve("vpd")));
            views.add(fields);
        }
        return Map.of("devices", views, "total", views.size());
    }

    private static long group(Path device) {
        return SystemTree.targetName(device.resolve("iommu_group"))
                .filter(name -> name.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static Map<String, Object> vitalData(Path file) {
        try {
            return VitalProductData.read(Files.readAllBytes(file));
        } catch (IOException e) {
            // Most devices have none, and some do not give it out.
            return Map.of();
        }
    }
}
