package io.gantry.cli.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes trees as JSON for people: one value in each line, indented by tabs. */
public final class PrettyJson {
    private final StringBuilder text = new StringBuilder();

    private final Order order;

    private PrettyJson(Order order) {
        this.order = order;
    }

    /** In which order the keys of an object come. */
    public enum Order {
        SORTED,
        AS_GIVEN
    }

    /** Without a line end at the end. */
    public static String write(@Nullable Object tree, Order order) {
        var json = new PrettyJson(order);
        json.value(tree, 0);
        return json.text.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> map(map, depth);
            case List<?> list -> list(list, depth);
            case String string -> string(string);
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e21 ->
                text.append(new java.math.BigDecimal(number).toBigInteger());
            default -> text.append(value);
        }
    }

    private void map(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            text.append("{}");
            return;
        }
        Map<String, @Nullable Object> ordered = order == Order.SORTED ? new TreeMap<>() : new LinkedHashMap<>();
        map.forEach((key, value) -> ordered.put(String.valueOf(key), value));
        text.append('{');
        boolean first = true;
        for (var entry : ordered.entrySet()) {
            text.append(first ? "" : ",").append('\n').repeat("\t", depth + 1);
            first = false;
            string(entry.getKey());
            text.append(": ");
            value(entry.getValue(), depth + 1);
        }
        text.append('\n').repeat("\t", depth).append('}');
    }

    private void list(List<?> list, int depth) {
        if (list.isEmpty()) {
            text.append("[]");
            return;
        }
        text.append('[');
        boolean first = true;
        for (Object element : list) {
            text.append(first ? "" : ",").append('\n').repeat("\t", depth + 1);
            first = false;
            value(element, depth + 1);
        }
        text.append('\n').repeat("\t", depth).append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x2028 || c == 0x2029) {
                        text.append("\\u")
                                .append(Integer.toHexString(0x10000 | c).substring(1));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
