package io.gantry.api.yaml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees of maps, lists and scalars as YAML, laid out and quoted as LXD's client does, so that scripts that
 * compare texts see no difference. Written by hand because it is on the way of nearly every command, and a YAML
 * library costs more start-up time than the rest of the command.
 */
public final class Yaml {
    private static final String INDICATORS_AT_START = "-?:,[]{}#&*!|>'\"%@`";

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    /** The document of {@code tree}, ending in a line end. */
    public static String write(@Nullable Object tree) {
        var yaml = new Yaml();
        switch (tree) {
            case Map<?, ?> map when !map.isEmpty() -> yaml.map(map, 0, false);
            case List<?> list when !list.isEmpty() -> yaml.list(list, 0);
            case null, default -> {
                yaml.scalar(tree, 0, false);
                yaml.text.append('\n');
            }
        }
        return yaml.text.toString();
    }

    private void map(Map<?, ?> map, int indent, boolean onFirstLine) {
        boolean first = onFirstLine;
        for (var entry : map.entrySet()) {
            if (!first) {
                indent(indent);
            }
            first = false;
            String key = String.valueOf(entry.getKey());
            scalar(key, indent, false);
            text.append(':');
            Object value = entry.getValue() == null ? emptyFor(key) : entry.getValue();
            value(value, indent, key.endsWith("_at") || key.equals("timestamp"));
        }
    }

    /** Lists and maps that a server leaves out of its JSON as null are empty in LXD's YAML, since its client knows their types. */
    private static @Nullable Object emptyFor(String field) {
        return switch (field) {
            case "addresses", "backups", "locations", "profiles", "snapshots", "upper_devices", "used_by" -> List.of();
            case "config", "devices", "disk", "expanded_config", "expanded_devices", "network", "resources" -> Map.of();
            default -> null;
        };
    }

    private void value(@Nullable Object value, int indent, boolean mayBeTime) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                text.append('\n');
                map(map, indent + 2, false);
            }
            case List<?> list
            when !list.isEmpty() -> {
                text.append('\n');
                list(list, indent);
            }
            case null, default -> {
                text.append(' ');
                scalar(value, indent, mayBeTime);
                text.append('\n');
            }
        }
    }

    private void list(List<?> list, int indent) {
        for (Object element : list) {
            indent(indent);
            text.append('-');
            switch (element) {
                case Map<?, ?> map
                when !map.isEmpty() -> {
                    text.append(' ');
                    map(map, indent + 2, true);
                }
                case List<?> inner
                when !inner.isEmpty() -> {
                    text.append(' ');
                    var nested = new Yaml();
                    nested.list(inner, indent + 2);
                    text.append(nested.text.substring(indent + 2));
                }
                case null, default -> {
                    text.append(' ');
                    scalar(element, indent, false);
                    text.append('\n');
                }
            }
        }
    }

    private void indent(int columns) {
        text.repeat(" ", columns);
    }

    private void scalar(@Nullable Object value, int indent, boolean mayBeTime) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> text.append("{}");
            case List<?> list -> text.append("[]");
            case String string -> string(string, indent, mayBeTime);
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 -> text.append(number.longValue());
            default -> text.append(value);
        }
    }

    private void string(String value, int indent, boolean mayBeTime) {
        if (value.indexOf('\n') >= 0 && isPrintable(value)) {
            block(value, indent);
        } else if (!isPrintable(value) || (YamlScalars.readsAsAnotherType(value) && !(mayBeTime && isTime(value)))) {
            doubleQuoted(value);
        } else if (canBePlain(value)) {
            text.append(value);
        } else {
            text.append('\'').append(value.replace("'", "''")).append('\'');
        }
    }

    private static boolean isTime(String value) {
        return YamlScalars.isTimestamp(value);
    }

    private void block(String value, int indent) {
        text.append('|');
        if (value.startsWith(" ") || value.startsWith("\n")) {
            text.append('2');
        }
        String body = value;
        if (!value.endsWith("\n")) {
            text.append('-');
            body = value + "\n";
        } else if (value.endsWith("\n\n") || value.equals("\n")) {
            text.append('+');
        }
        int from = 0;
        for (int end = body.indexOf('\n'); end >= 0; end = body.indexOf('\n', from)) {
            text.append('\n');
            if (end > from) {
                indent(indent + 2);
                text.append(body, from, end);
            }
            from = end + 1;
        }
    }

    private void doubleQuoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 0 -> text.append("\\0");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        text.append(String.format("\\x%02X", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\n') || c == 0x7f || c == '\uFEFF') {
                return false;
            }
        }
        return true;
    }

    private static boolean canBePlain(String value) {
        char first = value.charAt(0);
        if (first == ' ' || value.endsWith(" ") || value.startsWith("---") || value.startsWith("...")) {
            return false;
        }
        if (INDICATORS_AT_START.indexOf(first) >= 0) {
            boolean followedByText = value.length() > 1 && value.charAt(1) != ' ';
            if (!(followedByText && (first == '-' || first == '?' || first == ':'))) {
                return false;
            }
        }
        return !value.contains(": ") && !value.endsWith(":") && !value.contains(" #");
    }
}
