package io.gantry.daemon.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be done to a value after a bar. */
final class Filters {
    private Filters() {}

    static @Nullable Object apply(String name, @Nullable Object value, @Nullable Object parameter)
            throws MalformedTemplateException {
        return switch (name) {
            case "default" -> Value.isTrue(value) ? value : parameter;
            case "default_if_none" -> value == null ? parameter : value;
            case "upper" -> Value.text(value).toUpperCase(Locale.ROOT);
            case "lower" -> Value.text(value).toLowerCase(Locale.ROOT);
            case "capfirst" -> capitalized(Value.text(value));
            case "title" ->
                List.of(Value.text(value).toLowerCase(Locale.ROOT).split(" ", -1)).stream()
                        .map(Filters::capitalized)
                        .collect(Collectors.joining(" "));
            case "length" -> (long) Value.length(value);
            case "first" -> element(value, 0);
            case "last" -> element(value, Value.length(value) - 1);
            case "join" -> joined(value, Value.text(parameter));
            case "split" ->
                new ArrayList<Object>(
                        List.of(Value.text(value).split(java.util.regex.Pattern.quote(Value.text(parameter)), -1)));
            case "cut" -> Value.text(value).replace(Value.text(parameter), "");
            case "integer" -> (long) Value.number(value);
            case "float" -> Value.number(value);
            case "add" ->
                value instanceof Long one && parameter instanceof Long other
                        ? (Object) (one + other)
                        : Value.text(value) + Value.text(parameter);
            case "yesno" -> yesNo(value, parameter);
            case "safe", "escape", "e", "stringformat" -> value;
            case "addslashes" -> Value.text(value).replaceAll("([\\\\\"'])", "\\\\$1");
            case "trim" -> Value.text(value).strip();
            default -> throw new MalformedTemplateException("there is no filter \"%s\"".formatted(name));
        };
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static @Nullable Object element(@Nullable Object value, int index) {
        return value instanceof String text
                ? (index >= 0 && index < text.length() ? text.substring(index, index + 1) : "")
                : Value.member(value, (long) index);
    }

    private static String joined(@Nullable Object value, String separator) {
        return value instanceof Collection<?> list
                ? list.stream().map(Value::text).collect(Collectors.joining(separator))
                : Value.text(value);
    }

    private static String yesNo(@Nullable Object value, @Nullable Object parameter) {
        List<String> words = List.of(parameter == null ? "yes,no,maybe" : Value.text(parameter)).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .toList();
        int index = value == null && words.size() > 2 ? 2 : Value.isTrue(value) ? 0 : 1;
        return index < words.size() ? words.get(index) : "";
    }
}
