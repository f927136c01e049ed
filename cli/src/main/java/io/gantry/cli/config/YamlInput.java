package io.gantry.cli.config;

import io.gantry.cli.failure.CommandFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** Reads the YAML that users write. All scalars come as the text that was written, so that no value is changed. */
public final class YamlInput {
    private YamlInput() {}

    /** The map that a document holds; empty for a document of comments and blank lines. */
    public static Map<String, Object> readMap(String text) {
        return map(tree(text, new FailsafeSchema()));
    }

    /** As {@link #readMap}, with booleans, numbers and nulls where the document has such. */
    public static Map<String, Object> readTypedMap(String text) {
        return map(tree(text, new CoreSchema()));
    }

    private static Map<String, Object> map(@Nullable Object tree) {
        var map = new LinkedHashMap<String, Object>();
        switch (tree) {
            case Map<?, ?> read -> read.forEach((key, value) -> map.put(String.valueOf(key), value));
            case null -> {}
            default -> {
                if (!String.valueOf(tree).isBlank()) {
                    throw new CommandFailure("the YAML must be made of `key: value` lines");
                }
            }
        }
        return map;
    }

    private static @Nullable Object tree(String text, Schema schema) {
        if (text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"))) {
            return null;
        }
        try {
            return new Load(LoadSettings.builder().setSchema(schema).build()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new CommandFailure("this is not YAML: " + e.getProblem() + place, e);
        } catch (YamlEngineException e) {
            throw new CommandFailure("this is not YAML: " + e.getMessage(), e);
        }
    }

    /** A scalar's text; empty for none. */
    public static String string(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** The entries of a map as texts; empty for none. */
    public static Map<String, String> strings(@Nullable Object value) {
        var strings = new TreeMap<String, String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> strings.put(String.valueOf(key), string(entry)));
        }
        return strings;
    }

    /** The entries of a map of maps as texts; empty for none. */
    public static Map<String, Map<String, String>> stringMaps(@Nullable Object value) {
        var maps = new TreeMap<String, Map<String, String>>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> maps.put(String.valueOf(key), strings(entry)));
        }
        return maps;
    }

    /** The tree with its texts made booleans and numbers where the tree that it replaces has such. */
    public static @Nullable Object likeBefore(@Nullable Object written, @Nullable Object before) {
        return switch (before) {
            case Boolean flag -> "true".equals(string(written));
            case Number number -> number(string(written));
            case Map<?, ?> old
            when written instanceof Map<?, ?> map -> {
                var typed = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> typed.put(String.valueOf(key), likeBefore(value, old.get(key))));
                yield typed;
            }
            case Map<?, ?> old when written == null || string(written).isEmpty() -> Map.of();
            case List<?> old when written == null || string(written).isEmpty() -> List.of();
            case null, default -> written;
        };
    }

    private static Object number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandFailure("\"" + text + "\" is not a number", e);
        }
    }
}
