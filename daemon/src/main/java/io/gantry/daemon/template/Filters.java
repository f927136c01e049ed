package io.gantry.daemon.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be done to a value after a bar. */
final class Filters {
    private static final int WIDEST = 1000;
    private static final Pattern SLICE = Pattern.compile("(-?[0-9]{1,6}|):(-?[0-9]{1,6}|)");

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
                new ArrayList<Object>(List.of(Value.text(value).split(Pattern.quote(Value.text(parameter)), -1)));
            case "cut" -> Value.text(value).replace(Value.text(parameter), "");
            case "integer" -> (long) Value.number(value);
            case "float" -> Value.number(value);
            case "add" ->
                value instanceof Long one && parameter instanceof Long other
                        ? (Object) (one + other)
                        : Value.text(value) + Value.text(parameter);
            case "yesno" -> yesNo(value, parameter);
            case "pluralize" -> plural(value, parameter == null ? "s" : Value.text(parameter));
            case "slice" -> slice(Value.text(value), Value.text(parameter));
            case "truncatechars" -> truncated(Value.text(value), (int) Value.number(parameter));
            case "ljust" -> padded(Value.text(value), 0, missing(value, parameter));
            case "rjust" -> padded(Value.text(value), missing(value, parameter), 0);
            case "center" -> {
                int missing = missing(value, parameter);
                yield padded(Value.text(value), missing - missing / 2, missing / 2);
            }
            case "floatformat" -> rounded(Value.number(value), parameter);
            case "wordcount" ->
                Value.text(value).isBlank()
                        ? 0L
                        : (long) Value.text(value).strip().split("\\s+").length;
            case "length_is" -> Value.length(value) == (int) Value.number(parameter);
            case "divisibleby" -> Value.number(parameter) != 0 && Value.number(value) % Value.number(parameter) == 0;
            case "striptags" -> Value.text(value).replaceAll("<[^>]*>", "");
            case "urlencode" -> URLEncoder.encode(Value.text(value), StandardCharsets.UTF_8);
            case "safe", "escape", "e", "stringformat" -> value;
            case "addslashes" -> Value.text(value).replaceAll("([\\\\\"'])", "\\\\$1");
            case "trim" -> Value.text(value).strip();
            default -> throw new MalformedTemplateException("there is no filter \"%s\"".formatted(name));
        };
    }

    private static String plural(@Nullable Object value, String endings) {
        String[] words = endings.split(",", 2);
        String one = words.length == 1 ? "" : words[0];
        return Value.number(value) == 1 ? one : words[words.length - 1];
    }

    /** The part of a text between two positions, {@code from:to}; negative ones count from its end. */
    private static String slice(String text, String bounds) throws MalformedTemplateException {
        Matcher matcher = SLICE.matcher(bounds.strip());
        if (!matcher.matches()) {
            throw new MalformedTemplateException("slice takes from:to, not \"%s\"".formatted(bounds));
        }
        int from = position(matcher.group(1), 0, text.length());
        int to = position(matcher.group(2), text.length(), text.length());
        return from < to ? text.substring(from, to) : "";
    }

    private static int position(String text, int otherwise, int length) {
        if (text.isEmpty()) {
            return otherwise;
        }
        int position = Integer.parseInt(text);
        return Math.clamp(position < 0 ? length + position : position, 0, length);
    }

    private static String truncated(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return length < 3 ? text.substring(0, Math.max(length, 0)) : text.substring(0, length - 3) + "...";
    }

    private static int missing(@Nullable Object value, @Nullable Object width) throws MalformedTemplateException {
        int wanted = (int) Value.number(width);
        if (wanted > WIDEST) {
            throw new MalformedTemplateException("nothing can be made wider than " + WIDEST);
        }
        return Math.max(0, wanted - Value.text(value).length());
    }

    private static String padded(String text, int before, int after) {
        return " ".repeat(before) + text + " ".repeat(after);
    }

    /** With so many digits behind the point; without a parameter with one, or none where that is 0. */
    private static String rounded(double number, @Nullable Object digits) {
        if (digits == null) {
            return number == Math.rint(number)
                    ? Long.toString((long) number)
                    : String.format(Locale.ROOT, "%.1f", number);
        }
        return String.format(Locale.ROOT, "%." + Math.clamp((long) Value.number(digits), 0, 20) + "f", number);
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
