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
            text.append("  ").append(each).append(' ').append(i).append(":\n");
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
                    .append(ByteSizes.binary(number(cache, "size")).replace(".00", ""))
                    .append('\n');
        }
        if (socket.get("cores") instanceof List<?> cores) {
            text.append(indent).append("Cores:\n");
            cores.forEach(core -> core(map(core), indent + "  "));
            return;
        }
        line(indent, "Cores", value(socket, "cores"));
        line(indent, "Threads", value(socket, "threads"));
        line(indent, "Frequency", number(socket, "frequency") > 0 ? value(socket, "frequency") + "Mhz" : "");
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
        long used = number(memory, "used");
        text.append(text.isEmpty() ? "" : "\n").append("Memory:\n");
        line("  ", "Free", ByteSizes.binary(total - used));
        line("  ", "Used", ByteSizes.binary(used));
        line("  ", "Total", ByteSizes.binary(total));
    }

    private void networkCard(Map<?, ?> card, String indent) {
        line(indent, "NUMA node", value(card, "numa_node"));
        line(indent, "Vendor", named(card, "vendor"));
        line(indent, "Product", named(card, "product"));
        line(indent, "PCI address", value(card, "pci_address"));
        String version = value(card, "driver_version");
        line(indent, "Driver", value(card, "driver") + (version.isEmpty() ? "" : " (" + version + ")"));
        List<?> ports = list(card.get("ports"));
        if (!ports.isEmpty()) {
            text.append(indent).append("Ports:\n");
        }
        ports.forEach(port -> port(map(port), indent + "  "));
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
        line(indent + "  ", "Port type", value(port, "port_type"));
        line(indent + "  ", "Transceiver type", value(port, "transceiver_type"));
        line(indent + "  ", "Auto negotiation", value(port, "auto_negotiation"));
        line(indent + "  ", "Link detected", value(port, "link_detected"));
    }

    private void disk(Map<?, ?> disk, String indent) {
        line(indent, "NUMA node", value(disk, "numa_node"));
        line(indent, "ID", value(disk, "id"));
        line(indent, "Device", value(disk, "device"));
        line(indent, "Model", value(disk, "model"));
        line(indent, "Type", value(disk, "type"));
        line(indent, "Size", ByteSizes.binary(number(disk, "size")));
        line(indent, "Read-Only", value(disk, "read_only"));
        line(indent, "Removable", value(disk, "removable"));
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
