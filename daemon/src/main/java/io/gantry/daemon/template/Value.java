package io.gantry.daemon.template;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What values of templates mean: texts, {@link Long}, {@link Double}, {@link Boolean}, lists, maps, functions, and
 * {@code null} for what there is not.
 */
final class Value {
    private Value() {}

    /** What templates can call; {@code ""} stands for an argument that there is not. */
    @FunctionalInterface
    interface Function {
        @Nullable
        Object call(List<Object> arguments);
    }

    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean bool -> bool;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            case Collection<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** As it is written. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Boolean bool -> bool ? "True" : "False";
            case Double number -> String.format(Locale.ROOT, "%f", number);
            case Collection<?> list -> list.stream().map(Value::text).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** A member of a map, a list or a text; {@code null} where there is none. */
    static @Nullable Object member(@Nullable Object value, Object key) {
        return switch (value) {
            case Map<?, ?> map -> map.get(text(key));
            case List<?> list -> {
                long index = key instanceof Long number ? number : parseIndex(text(key));
                yield index >= 0 && index < list.size() ? list.get((int) index) : null;
            }
            case null, default -> null;
        };
    }

    private static long parseIndex(String text) {
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }

    static boolean isEqual(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        return Objects.equals(one, other);
    }

    static boolean contains(@Nullable Object whole, @Nullable Object part) {
        return switch (whole) {
            case String text -> text.contains(text(part));
            case Collection<?> list -> list.stream().anyMatch(element -> isEqual(element, part));
            case Map<?, ?> map -> map.containsKey(text(part));
            case null, default -> false;
        };
    }

    static double number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case String text when text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?") -> Double.parseDouble(text);
            case null, default -> 0;
        };
    }

    static int length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> 0;
        };
    }
}
