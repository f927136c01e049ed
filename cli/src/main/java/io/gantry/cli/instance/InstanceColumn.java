package io.gantry.cli.instance;

import io.gantry.api.InstanceFull;
import io.gantry.api.InstanceState;
import io.gantry.api.InstanceStateDisk;
import io.gantry.api.NetworkAddress;
import io.gantry.api.StatusCode;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.ByteSizes;
import io.gantry.cli.output.Times;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A column of the list of instances.
 *
 * @param needsState whether the cell is made from what the instance is doing now, or from its snapshots
 */
record InstanceColumn(String title, boolean needsState, Function<InstanceFull, String> cell) {
    /** The title of the column that only a cluster has. */
    static final String LOCATION = "LOCATION";

    /** Reads a choice such as {@code ns4,user.comment:COMMENT}. */
    static List<InstanceColumn> parse(String choice, ZoneId zone) {
        var columns = new ArrayList<InstanceColumn>();
        int from = 0;
        while (from <= choice.length()) {
            int end = choice.indexOf(',', from);
            String entry = end < 0 ? choice.substring(from) : choice.substring(from, end);
            if (entry.isEmpty()) {
                throw new UsageException("an empty column in \"" + choice + "\"");
            }
            if (entry.indexOf('.') >= 0) {
                columns.add(custom(entry));
            } else {
                for (int i = 0; i < entry.length(); i++) {
                    columns.add(ofLetter(entry.charAt(i), choice, zone));
                }
            }
            from = end < 0 ? choice.length() + 1 : end + 1;
        }
        return columns;
    }

    private static InstanceColumn ofLetter(char letter, String choice, ZoneId zone) {
        return switch (letter) {
            case '4' -> now("IPV4", instance -> addresses(instance, "inet"));
            case '6' -> now("IPV6", instance -> addresses(instance, "inet6"));
            case 'a' -> fixed("ARCHITECTURE", InstanceFull::architecture);
            case 'b' -> fixed("STORAGE POOL", instance -> rootDisk(instance).getOrDefault("pool", ""));
            case 'c' -> fixed("CREATED AT", instance -> Times.toMinutesOrEmpty(instance.createdAt(), zone));
            case 'd' -> fixed("DESCRIPTION", InstanceFull::description);
            case 'D' -> now("DISK USAGE", InstanceColumn::diskUsage);
            case 'e' -> fixed("PROJECT", InstanceFull::project);
            case 'f' -> fixed("BASE IMAGE", instance -> shortened(baseImage(instance), 12));
            case 'F' -> fixed("BASE IMAGE", InstanceColumn::baseImage);
            case 'l' -> fixed("LAST USED AT", instance -> Times.toMinutesOrEmpty(instance.lastUsedAt(), zone));
            case 'L' -> fixed(LOCATION, InstanceFull::location);
            case 'm' -> now("MEMORY USAGE", InstanceColumn::memoryUsage);
            case 'M' -> now("MEMORY USAGE%", InstanceColumn::memoryShare);
            case 'n' -> fixed("NAME", InstanceFull::name);
            case 'N' -> now("PROCESSES", instance -> number(instance, InstanceState::processes));
            case 'p' -> now("PID", instance -> number(instance, InstanceState::pid));
            case 'P' -> fixed("PROFILES", instance -> String.join("\n", instance.profiles()));
            case 's' -> fixed("STATE", instance -> instance.status().toUpperCase(Locale.ROOT));
            case 'S' -> now("SNAPSHOTS", InstanceColumn::snapshots);
            case 't' -> fixed("TYPE", InstanceColumn::type);
            case 'u' -> now("CPU USAGE", InstanceColumn::processorTime);
            default ->
                throw new UsageException(
                        "no column \"" + letter + "\" as in \"" + choice + "\"; `lxc list --help` shows the columns");
        };
    }

    /** What the type is in the table that users get without choosing anything: whether the instance outlives its stop. */
    static InstanceColumn persistence() {
        return fixed("TYPE", instance -> instance.ephemeral() ? "EPHEMERAL" : "PERSISTENT");
    }

    private static String type(InstanceFull instance) {
        String type = instance.type().isEmpty() ? "CONTAINER" : instance.type().toUpperCase(Locale.ROOT);
        return instance.ephemeral() ? type + " (EPHEMERAL)" : type;
    }

    private static InstanceColumn fixed(String title, Function<InstanceFull, String> cell) {
        return new InstanceColumn(title, false, cell);
    }

    private static InstanceColumn now(String title, Function<InstanceFull, String> cell) {
        return new InstanceColumn(title, true, cell);
    }

    private static InstanceColumn custom(String entry) {
        boolean ofDevice = entry.startsWith("devices:");
        String rest = ofDevice || entry.startsWith("config:") ? entry.substring(entry.indexOf(':') + 1) : entry;
        int colon = rest.indexOf(':');
        String key = colon < 0 ? rest : rest.substring(0, colon);
        String title = colon < 0 ? key : rest.substring(colon + 1);
        int width = -1;
        int second = title.indexOf(':');
        if (second >= 0) {
            width = width(title.substring(second + 1), entry);
            title = title.substring(0, second);
            if (title.isEmpty()) {
                title = key;
            }
        } else if (title.isEmpty()) {
            throw new UsageException("an empty title in the column \"" + entry + "\"");
        }
        int most = width == 0 ? title.length() : width;
        return fixed(title, instance -> {
            String value = ofDevice ? deviceValue(instance, key) : configValue(instance, key);
            return most < 0 ? value : shortened(value, most);
        });
    }

    private static int width(String text, String entry) {
        try {
            int width = Integer.parseInt(text);
            if (width >= -1) {
                return width;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same complaint as for a number that is too small.
        }
        throw new UsageException("the width in the column \"" + entry + "\" must be -1, 0 or a positive number");
    }

    private static String configValue(InstanceFull instance, String key) {
        String own = instance.config().get(key);
        return own != null ? own : instance.expandedConfig().getOrDefault(key, "");
    }

    private static String deviceValue(InstanceFull instance, String key) {
        int dot = key.indexOf('.');
        Map<String, String> device = instance.expandedDevices().getOrDefault(key.substring(0, dot), Map.of());
        return device.getOrDefault(key.substring(dot + 1), "");
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static String baseImage(InstanceFull instance) {
        return instance.config().getOrDefault("volatile.base_image", "");
    }

    private static boolean isActive(InstanceFull instance) {
        return instance.statusCode() == StatusCode.RUNNING.code() || instance.statusCode() == StatusCode.FROZEN.code();
    }

    private static String addresses(InstanceFull instance, String family) {
        InstanceState state = instance.state();
        if (!isActive(instance) || state == null || state.network() == null) {
            return "";
        }
        var lines = new ArrayList<String>();
        state.network().forEach((name, network) -> {
            if (!network.type().equals("loopback")) {
                for (NetworkAddress address : network.addresses()) {
                    if (address.family().equals(family)
                            && !address.scope().equals("link")
                            && !address.scope().equals("local")) {
                        lines.add(address.address() + " (" + name + ")");
                    }
                }
            }
        });
        lines.sort(Comparator.reverseOrder());
        return String.join("\n", lines);
    }

    private static String number(InstanceFull instance, Function<InstanceState, Long> value) {
        InstanceState state = instance.state();
        return isActive(instance) && state != null ? String.valueOf(value.apply(state)) : "";
    }

    private static String memoryUsage(InstanceFull instance) {
        long usage = usedMemory(instance);
        return usage > 0 ? ByteSizes.binary(usage) : "";
    }

    private static String memoryShare(InstanceFull instance) {
        long usage = usedMemory(instance);
        long limit = ByteSizes.parse(instance.expandedConfig().getOrDefault("limits.memory", ""));
        return usage > 0 && limit > 0 ? String.format(Locale.ROOT, "%.1f%%", 100.0 * usage / limit) : "";
    }

    private static long usedMemory(InstanceFull instance) {
        InstanceState state = instance.state();
        return isActive(instance) && state != null ? state.memory().usage() : 0;
    }

    private static String processorTime(InstanceFull instance) {
        InstanceState state = instance.state();
        return isActive(instance) && state != null && state.cpu().usage() > 0
                ? state.cpu().usage() / 1_000_000_000 + "s"
                : "";
    }

    private static Map<String, String> rootDisk(InstanceFull instance) {
        for (Map<String, String> device : instance.expandedDevices().values()) {
            if ("disk".equals(device.get("type")) && "/".equals(device.get("path"))) {
                return device;
            }
        }
        return Map.of();
    }

    private static String diskUsage(InstanceFull instance) {
        InstanceState state = instance.state();
        if (state == null || state.disk() == null) {
            return "";
        }
        for (var device : instance.expandedDevices().entrySet()) {
            boolean isRoot = "disk".equals(device.getValue().get("type"))
                    && "/".equals(device.getValue().get("path"));
            InstanceStateDisk disk = state.disk().get(device.getKey());
            if (isRoot && disk != null && disk.usage() > 0) {
                return ByteSizes.binary(disk.usage());
            }
        }
        return "";
    }

    private static String snapshots(InstanceFull instance) {
        return instance.snapshots() == null
                ? "0"
                : String.valueOf(instance.snapshots().size());
    }
}
