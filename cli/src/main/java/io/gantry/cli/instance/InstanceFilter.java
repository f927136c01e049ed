package io.gantry.cli.instance;

import io.gantry.api.InstanceFull;
import io.gantry.api.InstanceState;
import io.gantry.api.InstanceStateNetwork;
import io.gantry.api.NetworkAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which instances the user wants to see. All filters must accept one. */
final class InstanceFilter {
    private final List<String> filters;

    InstanceFilter(List<String> filters) {
        this.filters = List.copyOf(filters);
    }

    /** Whether it looks at what an instance is doing now. */
    boolean needsState() {
        return filters.stream()
                .anyMatch(filter -> filter.toLowerCase(Locale.ROOT).matches("ipv[46]=.*"));
    }

    boolean accepts(InstanceFull instance) {
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            boolean accepted = equals < 0
                    ? acceptsName(filter, instance.name())
                    : acceptsValue(filter.substring(0, equals), filter.substring(equals + 1), instance);
            if (!accepted) {
                return false;
            }
        }
        return true;
    }

    private static boolean acceptsName(String filter, String name) {
        return name.startsWith(filter) || matches(filter, name);
    }

    private static boolean acceptsValue(String key, String value, InstanceFull instance) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "status", "state" -> isOneOf(value, instance.status());
            case "name" -> isOneOf(value, instance.name());
            case "architecture" -> isOneOf(value, instance.architecture());
            case "type" -> isOneOf(value, instance.type().isEmpty() ? "container" : instance.type());
            case "ipv4" -> hasAddress(value, "inet", instance);
            case "ipv6" -> hasAddress(value, "inet6", instance);
            default -> acceptsKey(key, value, instance);
        };
    }

    private static boolean acceptsKey(String key, String value, InstanceFull instance) {
        for (var entry : instance.expandedConfig().entrySet()) {
            if (isShortFor(key, entry.getKey()) && matches(value, entry.getValue())) {
                return true;
            }
        }
        return value.isEmpty() && !instance.expandedConfig().containsKey(key);
    }

    private static boolean isOneOf(String values, String actual) {
        int from = 0;
        while (true) {
            int comma = values.indexOf(',', from);
            String value = comma < 0 ? values.substring(from) : values.substring(from, comma);
            if (actual.equalsIgnoreCase(value) || matches(value, actual)) {
                return true;
            }
            if (comma < 0) {
                return false;
            }
            from = comma + 1;
        }
    }

    /**
     * @param wanted an address, a network such as {@code 10.0.0.0/24}, or the beginning of an address
     */
    private static boolean hasAddress(String wanted, String family, InstanceFull instance) {
        InstanceState state = instance.state();
        if (state == null || state.network() == null) {
            return false;
        }
        AddressRange range = AddressRange.parse(wanted);
        for (InstanceStateNetwork network : state.network().values()) {
            for (NetworkAddress address : network.addresses()) {
                boolean isWanted =
                        range == null ? address.address().startsWith(wanted) : range.contains(address.address());
                if (address.family().equals(family) && isWanted) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Each part between dots may be cut short: u.blah for user.blah. */
    private static boolean isShortFor(String brief, String full) {
        int i = 0;
        int j = 0;
        while (true) {
            int endBrief = brief.indexOf('.', i);
            int endFull = full.indexOf('.', j);
            String partBrief = endBrief < 0 ? brief.substring(i) : brief.substring(i, endBrief);
            String partFull = endFull < 0 ? full.substring(j) : full.substring(j, endFull);
            if (!partFull.startsWith(partBrief) || (endBrief < 0) != (endFull < 0)) {
                return false;
            }
            if (endBrief < 0) {
                return true;
            }
            i = endBrief + 1;
            j = endFull + 1;
        }
    }

    private static boolean matches(String expression, String value) {
        if (expression.equals(value)) {
            return true;
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            return (expression.indexOf('^') >= 0 || expression.indexOf('$') >= 0)
                    ? pattern.matcher(value).find()
                    : pattern.matcher(value).matches();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
