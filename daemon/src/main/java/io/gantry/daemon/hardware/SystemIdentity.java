package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the firmware says of the machine. */
final class SystemIdentity {
    /** By number, from 1 (System Management BIOS 3.7, table 17). */
    private static final List<String> CHASSIS = List.of(
            "Other",
            "Unknown",
            "Desktop",
            "Low Profile Desktop",
            "Pizza Box",
            "Mini Tower",
            "Tower",
            "Portable",
            "Laptop",
            "Notebook",
            "Hand Held",
            "Docking Station",
            "All in One",
            "Sub Notebook",
            "Space-saving",
            "Lunch Box",
            "Main Server Chassis",
            "Expansion Chassis",
            "SubChassis",
            "Bus Expansion Chassis",
            "Peripheral Chassis",
            "RAID Chassis",
            "Rack Mount Chassis",
            "Sealed-case PC",
            "Multi-system chassis",
            "Compact PCI",
            "Advanced TCA",
            "Blade",
            "Blade Enclosure",
            "Tablet",
            "Convertible",
            "Detachable",
            "IoT Gateway",
            "Embedded PC",
            "Mini PC",
            "Stick PC");

    private final Path folder;
    private final String kind;

    SystemIdentity(SystemTree tree, String kind) {
        this.folder = tree.path("/sys/class/dmi/id");
        this.kind = kind;
    }

    Map<String, @Nullable Object> read() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("uuid", text("product_uuid"));
        fields.put("vendor", text("sys_vendor"));
        fields.put("product", text("product_name"));
        fields.put("family", text("product_family"));
        fields.put("version", text("product_version"));
        fields.put("sku", text("product_sku"));
        fields.put("serial", text("product_serial"));
        fields.put("type", kind);
        boolean isTold = SystemTree.exists(folder);
        fields.put(
                "firmware",
                isTold
                        ? Map.of(
                                "vendor", text("bios_vendor"),
                                "date", text("bios_date"),
                                "version", text("bios_version"))
                        : null);
        fields.put(
                "chassis",
                isTold
                        ? Map.of(
                                "vendor", text("chassis_vendor"),
                                "type", chassis(),
                                "serial", text("chassis_serial"),
                                "version", text("chassis_version"))
                        : null);
        fields.put(
                "motherboard",
                isTold
                        ? Map.of(
                                "vendor", text("board_vendor"),
                                "product", text("board_name"),
                                "serial", text("board_serial"),
                                "version", text("board_version"))
                        : null);
        return fields;
    }

    private String text(String file) {
        return SystemTree.textOrEmpty(folder.resolve(file));
    }

    private String chassis() {
        OptionalLong number = SystemTree.number(folder.resolve("chassis_type"));
        boolean isKnown = number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= CHASSIS.size();
        return isKnown ? CHASSIS.get((int) number.getAsLong() - 1) : "";
    }
}
