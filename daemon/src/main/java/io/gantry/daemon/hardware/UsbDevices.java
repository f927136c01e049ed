package io.gantry.daemon.hardware;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The USB devices but for hubs; speeds in Mbit/s. */
final class UsbDevices {
    private static final String ALL = "/sys/bus/usb/devices";
    private static final long HUB = 9;

    private final SystemTree tree;
    private final DeviceIdentity devices;

    UsbDevices(SystemTree tree, DeviceIdentity devices) {
        this.tree = tree;
        this.devices = devices;
    }

    Map<String, Object> read() {
        List<Path> found = SystemTree.entries(tree.path(ALL)).stream()
                .filter(device -> SystemTree.exists(device.resolve("busnum")))
                .filter(device ->
                        SystemTree.hexadecimal(device.resolve("bDeviceClass")).orElse(0) != HUB)
                .toList();
        Set<String> vendors = found.stream()
                .map(device -> SystemTree.id(device.resolve("idVendor")))
                .collect(Collectors.toSet());
        DeviceNames names = DeviceNames.read(tree, "usb.ids", vendors);
        List<Object> views = new ArrayList<>();
        found.forEach(device -> views.add(view(device, names)));
        return Map.of("devices", views, "total", views.size());
    }

    private Map<String, Object> view(Path device, DeviceNames names) {
        String vendor = SystemTree.id(device.resolve("idVendor"));
        String product = SystemTree.id(device.resolve("idProduct"));
        List<Object> interfaces = new ArrayList<>();
        for (Path each : SystemTree.entries(device)) {
            if (SystemTree.name(each).startsWith(SystemTree.name(device)) && Files.isDirectory(each)) {
                interfaces.add(function(each, names));
            }
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("bus_address", SystemTree.number(device.resolve("busnum")).orElse(0));
        fields.put("device_address", SystemTree.number(device.resolve("devnum")).orElse(0));
        fields.put("interfaces", interfaces);
        fields.put("vendor", names.vendor(vendor));
        fields.put("vendor_id", vendor);
        fields.put(
                "product", SystemTree.text(device.resolve("product")).orElseGet(() -> names.product(vendor, product)));
        fields.put("product_id", product);
        fields.put(
                "speed",
                SystemTree.text(device.resolve("speed"))
                        .filter(text -> text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
                        .map(Double::parseDouble)
                        .orElse(0.0));
        return fields;
    }

    private Map<String, Object> function(Path each, DeviceNames names) {
        long classId = SystemTree.hexadecimal(each.resolve("bInterfaceClass")).orElse(0);
        long subclassId =
                SystemTree.hexadecimal(each.resolve("bInterfaceSubClass")).orElse(0);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("class", names.usbClass(classId));
        fields.put("class_id", classId);
        fields.put("driver", "");
        fields.put("driver_version", "");
        devices.addDriver(each, fields);
        fields.put(
                "number",
                SystemTree.hexadecimal(each.resolve("bInterfaceNumber")).orElse(0));
        fields.put("subclass", subclassId == 0 ? "" : names.usbSubclass(classId, subclassId));
        fields.put("subclass_id", subclassId);
        return fields;
    }
}
