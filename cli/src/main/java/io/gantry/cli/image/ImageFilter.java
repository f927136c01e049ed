package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which images a list shows: those that fit all filters. */
final class ImageFilter {
    private final List<String> filters;

    ImageFilter(List<String> filters) {
        this.filters = List.copyOf(filters);
    }

    /**
     * @param fields of the image as the server tells them
     */
    boolean accepts(Image image, Map<?, ?> fields) {
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            boolean accepted = equals < 0
                    ? isNamed(image, filter)
                    : hasValue(image, fields, filter.substring(0, equals), filter.substring(equals + 1));
            if (!accepted) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamed(Image image, String part) {
        for (ImageAlias alias : image.aliases()) {
            if (alias.name().contains(part)) {
                return true;
            }
        }
        return image.fingerprint().contains(part);
    }

    private static boolean hasValue(Image image, Map<?, ?> fields, String key, String value) {
        for (var property : image.properties().entrySet()) {
            if (isShortFor(key, property.getKey()) && matches(value, property.getValue())) {
                return true;
            }
        }
        Object field = fields.get(key);
        return field != null && field.toString().equals(value);
    }

    /** Whether each part between dots begins the part at its place: {@code a.b} is short for {@code arch.build}. */
    private static boolean isShortFor(String key, String whole) {
        String[] parts = key.split("\\.", -1);
        String[] wholeParts = whole.split("\\.", -1);
        if (parts.length != wholeParts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!wholeParts[i].startsWith(parts[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String expression, String value) {
        try {
            Pattern pattern = Pattern.compile(expression);
            return (expression.indexOf('^') >= 0 || expression.indexOf('$') >= 0)
                    ? pattern.matcher(value).find()
                    : pattern.matcher(value).matches();
        } catch (PatternSyntaxException e) {
            return expression.equals(value);
        }
    }
}
