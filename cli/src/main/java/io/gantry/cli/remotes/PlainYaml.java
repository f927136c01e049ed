package io.gantry.cli.remotes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the YAML that clients write into {@code config.yml}: maps in maps, one key a line, with scalars on that line.
 * Every command reads that file, and a YAML library would cost more time than all the rest of a short command; what
 * this does not understand is left to one.
 */
final class PlainYaml {
    private static final String STARTS_SOMETHING_ELSE = "[]{}&*!|>%@`#,?-'\"";

    private record Line(int indent, String key, String value) {}

    private final List<Line> lines;
    private int at;

    private PlainYaml(List<Line> lines) {
        this.lines = lines;
    }

    /** The map that the text holds, its plain scalars as booleans, whole numbers and nulls; empty for other YAML. */
    static Optional<Map<String, @Nullable Object>> read(String text) {
        var lines = new ArrayList<Line>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = end < 0 ? text.substring(from) : text.substring(from, end);
            from = end < 0 ? text.length() : end + 1;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            Line read = line(line);
            if (read == null) {
                return Optional.empty();
            }
            lines.add(read);
        }
        var yaml = new PlainYaml(lines);
        if (!lines.isEmpty() && lines.getFirst().indent != 0) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> map = yaml.map(0);
            return yaml.at == lines.size() ? Optional.of(map) : Optional.empty();
        } catch (NotPlainException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Line line(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        int colon = line.indexOf(':', indent);
        while (colon >= 0 && colon + 1 < line.length() && line.charAt(colon + 1) != ' ') {
            colon = line.indexOf(':', colon + 1);
        }
        if (colon <= indent || line.indexOf('\t') >= 0 || line.indexOf('\r') >= 0) {
            return null;
        }
        String key = line.substring(indent, colon);
        boolean isPlainKey = STARTS_SOMETHING_ELSE.indexOf(key.charAt(0)) < 0 && !key.contains(" #");
        return isPlainKey
                ? new Line(indent, key.strip(), line.substring(colon + 1).strip())
                : null;
    }

    private Map<String, @Nullable Object> map(int indent) throws NotPlainException {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (at < lines.size() && lines.get(at).indent == indent) {
            Line line = lines.get(at++);
            if (map.containsKey(line.key)) {
                throw new NotPlainException();
            }
            boolean hasMap = at < lines.size() && lines.get(at).indent > indent;
            if (hasMap && !line.value.isEmpty()) {
                throw new NotPlainException();
            }
            map.put(line.key, hasMap ? map(lines.get(at).indent) : scalar(line.value));
        }
        if (at < lines.size() && lines.get(at).indent > indent) {
            throw new NotPlainException();
        }
        return map;
    }

    private static @Nullable Object scalar(String text) throws NotPlainException {
        switch (text) {
            case "", "~", "null" -> {
                return null;
            }
            case "{}" -> {
                return new LinkedHashMap<String, Object>();
            }
            case "[]" -> {
                return List.of();
            }
            case "true" -> {
                return true;
            }
            case "false" -> {
                return false;
            }
            default -> {}
        }
        char first = text.charAt(0);
        if (first == '"' || first == '\'') {
            return quoted(text, first);
        }
        if (STARTS_SOMETHING_ELSE.indexOf(first) >= 0 || text.contains(" #") || text.contains(": ")) {
            throw new NotPlainException();
        }
        return isWholeNumber(text) ? (Object) Long.valueOf(text) : text;
    }

    private static String quoted(String text, char quote) throws NotPlainException {
        if (text.length() < 2 || text.charAt(text.length() - 1) != quote) {
            throw new NotPlainException();
        }
        String inner = text.substring(1, text.length() - 1);
        String once = quote == '\'' ? inner.replace("''", "") : inner;
        if (once.indexOf(quote) >= 0 || (quote == '"' && inner.indexOf('\\') >= 0)) {
            throw new NotPlainException();
        }
        return quote == '\'' ? inner.replace("''", "'") : inner;
    }

    private static boolean isWholeNumber(String text) {
        if (text.length() > 18 || (text.length() > 1 && text.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The text is YAML of another kind, or none. */
    private static final class NotPlainException extends Exception {
        NotPlainException() {
            super("not plain", null, false, false);
        }
    }
}
