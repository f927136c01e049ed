package io.gantry.cli.instance;

import io.gantry.cli.output.ByteSizes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hardware of a server as text. Servers of several versions tell more or less of it; what they leave out is not shown. */
final class ResourcesText {
    private final StringBuilder text = new StringBuilder();

    private ResourcesText() {}

    /**
     * @param resources the API's object
     */
    static String of(Map<?, ?> resources) {
        var text = new ResourcesText();
        text.processors(map(resources.get("cpu")));
        text.memory(map(resources.get("memory")));
        text.section("GPU", "", "Card", list(map(resources.get("gpu")).get("cards")), text::graphicsCard);
        text.section("NIC", "", "Card", list(map(resources.get("network")).get("cards")), text::networkCard);
        text.section("Disk", "", "Disk", list(map(resources.get("storage")).get("disks")), text::disk);
        return text.text.toString();
    }

    private interface Part {
        void show(Map<?, ?> device, String indent);
    }

    /** One device right below the title, several with their numbers. */
    private void section(String title, String detail, String each, List<?> devices, Part part) {
        if (devices.isEmpty()) {
            return;
        }
        text.append(text.isEmpty() ? "" : "\n").append(title);
        if (devices.size() == 1) {
            text.append(detail).append(":\n");
            part.show(map(devices.getFirst()), "  ");
            return;
        }
        text.append('s').append(detail).append(":\n");
        for (int i = 0; i < devices.size(); i++) {
            String number = value(map(devices.get(i)), "socket");
            text.append("  ")
                    .append(each)
                    .append(' ')
                    .append(number.isEmpty() ? String.valueOf(i) : number)
                    .append(":\n");
            part.show(map(devices.get(i)), "    ");
        }
    }

    private void processors(Map<?, ?> processors) {
        String architecture = value(processors, "architecture");
        List<?> sockets = list(processors.get("sockets"));
        section("CPU", architecture.isEmpty() ? "" : " (" + architecture + ")", "Socket", sockets, this::socket);
    }

    private void socket(Map<?, ?> socket, String indent) {
        line(indent, "Vendor", value(socket, "vendor"));
        line(indent, "Name", value(socket, "name"));
        List<?> caches = list(socket.get("cache"));
        if (!caches.isEmpty()) {
            text.append(indent).append("Caches:\n");
        }
        for (Object each : caches) {
            Map<?, ?> cache = map(each);
            text.append(indent)
                    .append("  - Level ")
                    .append(value(cache, "level"))
                    .append(" (type: ")
                    .append(value(cache, "type"))
                    .append("): ")
                    .append(ByteSizes.wholeBinary(number(cache, "size")))
                    .append('\n');
        }
        if (socket.get("cores") instanceof List<?> cores) {
            text.append(indent).append("Cores:\n");
            cores.forEach(core -> core(map(core), indent + "  "));
        } else {
            line(indent, "Cores", value(socket, "cores"));
            line(indent, "Threads", value(socket, "threads"));
        }
        if (number(socket, "frequency") > 0) {
            boolean isRangeKnown = number(socket, "frequency_minimum") > 0 && number(socket, "frequency_turbo") > 0;
            String range = " (min: " + value(socket, "frequency_minimum") + "Mhz, max: "
                    + value(socket, "frequency_turbo") + "Mhz)";
            line(indent, "Frequency", value(socket, "frequency") + "Mhz" + (isRangeKnown ? range : ""));
        }
    }

    private void core(Map<?, ?> core, String indent) {
        text.append(indent).append("- Core ").append(value(core, "core")).append('\n');
        line(indent + "  ", "Frequency", number(core, "frequency") + "Mhz");
        text.append(indent).append("  Threads:\n");
        for (Object each : list(core.get("threads"))) {
            Map<?, ?> thread = map(each);
            text.append(indent)
                    .append("    - ")
                    .append(value(thread, "thread"))
                    .append(" (id: ")
                    .append(value(thread, "id"))
                    .append(", online: ")
                    .append(value(thread, "online"))
                    .append(", NUMA node: ")
                    .append(value(thread, "numa_node"))
                    .append(")\n");
        }
    }

    private void memory(Map<?, ?> memory) {
        long total = number(memory, "total");
        if (total == 0) {
            return;
        }
        text.append(text.isEmpty() ? "" : "\n").append("Memory:\n");
        hugepages("  ", memory);
        List<?> nodes = list(memory.get("nodes"));
        if (nodes.size() > 1) {
            text.append("  NUMA nodes:\n");
            for (Object each : nodes) {
                Map<?, ?> node = map(each);
                text.append("    Node ").append(value(node, "numa_node")).append(":\n");
                hugepages("      ", node);
                space("      ", number(node, "used"), number(node, "total"));
            }
        }
        space("  ", number(memory, "used"), total);
    }

    private void hugepages(String indent, Map<?, ?> memory) {
        if (number(memory, "hugepages_total") > 0) {
            text.append(indent).append("Hugepages:\n");
            space(indent + "  ", number(memory, "hugepages_used"), number(memory, "hugepages_total"));
        }
    }

    private void space(String indent, long used, long total) {
        line(indent, "Free", ByteSizes.binary(total - used));
        line(indent, "Used", ByteSizes.binary(used));
        line(indent, "Total", ByteSizes.binary(total));
    }

    private void graphicsCard(Map<?, ?> card, String indent) {
        device(card, indent);
        Map<?, ?> nodes = map(card.get("drm"));
        if (!nodes.isEmpty()) {
            text.append(indent).append("DRM:\n");
            line(indent + "  ", "ID", value(nodes, "id"));
            line(indent + "  ", "Card", withDevice(nodes, "card"));
            line(indent + "  ", "Control", withDevice(nodes, "control"));
            line(indent + "  ", "Render", withDevice(nodes, "render"));
        }
        Map<?, ?> nvidia = map(card.get("nvidia"));
        if (!nvidia.isEmpty()) {
            text.append(indent).append("NVIDIA information:\n");
            text.append(indent)
                    .append("  Architecture: ")
                    .append(value(nvidia, "architecture"))
                    .append('\n');
            text.append(indent)
                    .append("  Brand: ")
                    .append(value(nvidia, "brand"))
                    .append('\n');
            text.append(indent)
                    .append("  Model: ")
                    .append(value(nvidia, "model"))
                    .append('\n');
            text.append(indent)
                    .append("  CUDA Version: ")
                    .append(value(nvidia, "cuda_version"))
                    .append('\n');
            text.append(indent)
                    .append("  NVRM Version: ")
                    .append(value(nvidia, "nvrm_version"))
                    .append('\n');
            text.append(indent).append("  UUID: ").append(value(nvidia, "uuid")).append('\n');
        }
        virtualFunctions(card, indent, this::graphicsCard);
        Map<?, ?> profiles = map(card.get("mdev"));
        if (!profiles.isEmpty()) {
            text.append(indent).append("Mdev profiles:\n");
            profiles.forEach((name, profile) -> {
                text.append(indent).append("  - ").append(name).append(" (");
                text.append(number(map(profile), "available")).append(" available)\n");
                value(map(profile), "description")
                        .lines()
                        .forEach(line -> text.append(indent)
                                .append("      ")
                                .append(line)
                                .append('\n'));
            });
        }
    }

    private static String withDevice(Map<?, ?> nodes, String kind) {
        String name = value(nodes, kind + "_name");
        return name.isEmpty() ? "" : name + " (" + value(nodes, kind + "_device") + ")";
    }

    private void device(Map<?, ?> card, String indent) {
        line(indent, "NUMA node", value(card, "numa_node"));
        line(indent, "Vendor", named(card, "vendor"));
        line(indent, "Product", named(card, "product"));
        line(indent, "PCI address", value(card, "pci_address"));
        String driver = value(card, "driver");
        line(indent, "Driver", driver.isEmpty() ? "" : driver + " (" + value(card, "driver_version") + ")");
    }

    private void virtualFunctions(Map<?, ?> card, String indent, Part part) {
        Map<?, ?> functions = map(card.get("sriov"));
        if (functions.isEmpty()) {
            return;
        }
        text.append(indent).append("SR-IOV information:\n");
        line(indent + "  ", "Current number of VFs", value(functions, "current_vfs"));
        line(indent + "  ", "Maximum number of VFs", value(functions, "maximum_vfs"));
        List<?> each = list(functions.get("vfs"));
        if (!each.isEmpty()) {
            line(indent + "  ", "VFs", value(functions, "maximum_vfs"));
        }
        for (Object function : each) {
            int start = text.length();
            part.show(map(function), indent + "    ");
            // The first line stands behind the dash.
            text.replace(start, start + indent.length() + 4, indent + "  - ");
        }
    }

    private void networkCard(Map<?, ?> card, String indent) {
        device(card, indent);
        List<?> ports = list(card.get("ports"));
        if (!ports.isEmpty()) {
            text.append(indent).append("Ports:\n");
        }
        ports.forEach(port -> port(map(port), indent + "  "));
        virtualFunctions(card, indent, this::networkCard);
    }

    private void port(Map<?, ?> port, String indent) {
        text.append(indent)
                .append("- Port ")
                .append(value(port, "port"))
                .append(" (")
                .append(value(port, "protocol"))
                .append(")\n");
        line(indent + "  ", "ID", value(port, "id"));
        line(indent + "  ", "Address", value(port, "address"));
        line(indent + "  ", "Supported modes", joined(port, "supported_modes"));
        line(indent + "  ", "Supported ports", joined(port, "supported_ports"));
        line(indent + "  ", "Port type", value(port, "port_type"));
        line(indent + "  ", "Transceiver type", value(port, "transceiver_type"));
        line(indent + "  ", "Auto negotiation", value(port, "auto_negotiation"));
        line(indent + "  ", "Link detected", value(port, "link_detected"));
        if (number(port, "link_speed") > 0) {
            line(
                    indent + "  ",
                    "Link speed",
                    value(port, "link_speed") + "Mbit/s (" + value(port, "link_duplex") + " duplex)");
        }
        Map<?, ?> infiniband = map(port.get("infiniband"));
        if (!infiniband.isEmpty()) {
            text.append(indent).append("  Infiniband:\n");
            line(indent + "    ", "IsSM", withDevice(infiniband, "issm"));
            line(indent + "    ", "MAD", withDevice(infiniband, "mad"));
            line(indent + "    ", "Verb", withDevice(infiniband, "verb"));
        }
    }

    private static String joined(Map<?, ?> port, String field) {
        return String.join(
                ", ", list(port.get(field)).stream().map(String::valueOf).toList());
    }

    private void disk(Map<?, ?> disk, String indent) {
        line(indent, "NUMA node", value(disk, "numa_node"));
        line(indent, "ID", value(disk, "id"));
        line(indent, "Device", value(disk, "device"));
        line(indent, "Model", value(disk, "model"));
        line(indent, "Type", value(disk, "type"));
        line(indent, "Size", ByteSizes.binary(number(disk, "size")));
        line(indent, "WWN", value(disk, "wwn"));
        line(indent, "Read-Only", value(disk, "read_only"));
        line(indent, "Removable", value(disk, "removable"));
        List<?> partitions = list(disk.get("partitions"));
        if (!partitions.isEmpty()) {
            text.append(indent).append("Partitions:\n");
        }
        for (Object each : partitions) {
            Map<?, ?> partition = map(each);
            text.append(indent)
                    .append("  - Partition ")
                    .append(value(partition, "partition"))
                    .append('\n');
            line(indent + "    ", "ID", value(partition, "id"));
            line(indent + "    ", "Device", value(partition, "device"));
            line(indent + "    ", "Read-Only", value(partition, "read_only"));
            line(indent + "    ", "Size", ByteSizes.binary(number(partition, "size")));
        }
    }

    private static String named(Map<?, ?> card, String field) {
        String name = value(card, field);
        return name.isEmpty() ? "" : name + " (" + value(card, field + "_id") + ")";
    }

    private void line(String indent, String name, String value) {
        if (!value.isEmpty()) {
            text.append(indent).append(name).append(": ").append(value).append('\n');
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static long number(Map<?, ?> map, String field) {
        return map.get(field) instanceof Number number ? number.longValue() : 0;
    }

    private static String value(Map<?, ?> map, String field) {
        return switch (map.get(field)) {
            case null -> "";
            case Double number when number == Math.rint(number) -> String.valueOf(number.longValue());
            case Object value -> value.toString();
        };
    }
}
