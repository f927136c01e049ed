package io.gantry.cli.config;

import io.gantry.api.yaml.MalformedYamlException;
import io.gantry.api.yaml.WrittenYaml;
import io.gantry.cli.failure.CommandFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads the YAML that users write. All scalars come as the text that was written, so that no value is changed. */
public final class YamlInput {
    private YamlInput() {}

    /** More than any editor wants to open, in characters. */
    private static final int LIMIT = 8 << 20;

    /** The map that a document holds; empty for a document of comments and blank lines. */
    public static Map<String, Object> readMap(String text) {
        try {
            return map(WrittenYaml.read(text, LIMIT));
        } catch (MalformedYamlException e) {
            throw new CommandFailure("this is not YAML: " + e.getMessage(), e);
        }
    }

    /** As {@link #readMap}, with booleans, numbers and nulls where the document has such. */
    public static Map<String, Object> readTypedMap(String text) {
        return map(typedTree(text));
    }

    /** A text without the mark of its byte order, with which some editors begin it. */
    public static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
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

    private static @Nullable Object typedTree(String text) {
        if (text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"))) {
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .build();
        try {
            WrittenYaml.requireWellFormed(text, LIMIT);
            Optional<Node> document = new Compose(settings).composeString(text);
            document.ifPresent(YamlInput::joinDoubled);
            return new StandardConstructor(settings).constructSingleDocument(document);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new CommandFailure("this is not YAML: " + e.getProblem() + place, e);
        } catch (MalformedYamlException | YamlEngineException e) {
            throw new CommandFailure("this is not YAML: " + e.getMessage(), e);
        }
    }

    /**
     * What a document says twice of one thing adds up, and where it contradicts itself, the later line counts. So two
     * {@code aliases:} hold the aliases of both. Below the top, the later of two entries counts alone.
     */
    private static void joinDoubled(Node document) {
        if (!(document instanceof MappingNode map)) {
            return;
        }
        var joined = new LinkedHashMap<String, NodeTuple>();
        for (NodeTuple entry : map.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : entry.toString();
            NodeTuple before = joined.put(key, entry);
            if (before != null
                    && before.getValueNode() instanceof MappingNode earlier
                    && entry.getValueNode() instanceof MappingNode later) {
                var both = new ArrayList<>(earlier.getValue());
                both.addAll(later.getValue());
                later.setValue(both);
            }
        }
        map.setValue(List.copyOf(joined.values()));
    }

    /** A scalar's text; empty for none. */
    public static String string(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> throw new CommandFailure("there are keys where one value belongs: " + map.keySet());
            case List<?> _ -> throw new CommandFailure("there is a list where one value belongs");
            default -> value.toString();
        };
    }

    /** Whether a scalar is one of the words for true. */
    public static boolean isTrue(@Nullable Object value) {
        String text = string(value);
        return !text.isEmpty()
                && WrittenYaml.flag(text)
                        .orElseThrow(() -> new CommandFailure("\"" + text + "\" is neither true nor false"));
    }

    /** The entries of a map as texts; empty for none. */
    public static Map<String, String> strings(@Nullable Object value) {
        var strings = new TreeMap<String, String>();
        entries(value).forEach((key, entry) -> strings.put(String.valueOf(key), string(entry)));
        return strings;
    }

    /** The entries of a map of maps as texts; empty for none. */
    public static Map<String, Map<String, String>> stringMaps(@Nullable Object value) {
        var maps = new TreeMap<String, Map<String, String>>();
        entries(value).forEach((key, entry) -> maps.put(String.valueOf(key), strings(entry)));
        return maps;
    }

    private static Map<?, ?> entries(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (string(value).isEmpty()) {
            return Map.of();
        }
        throw new CommandFailure("\"" + value + "\" is where `key: value` lines belong");
    }

    /** The tree with its texts made booleans and numbers where the tree that it replaces has such. */
    public static @Nullable Object likeBefore(@Nullable Object written, @Nullable Object before) {
        return switch (before) {
            case Boolean _ -> isTrue(written);
            case Number _ -> number(string(written));
            case String _ -> string(written);
            case Map<?, ?> old
            when written instanceof Map<?, ?> map -> {
                var typed = new LinkedHashMap<String, @Nullable Object>();
                Object empty = old.values().stream().anyMatch(Map.class::isInstance) ? Map.of() : "";
                map.forEach((key, value) ->
                        typed.put(String.valueOf(key), likeBefore(value == null ? empty : value, old.get(key))));
                yield typed;
            }
            case Map<?, ?> _ when written == null || written.equals("") -> Map.of();
            case List<?> _ when written == null || written.equals("") -> List.of();
            case null, default -> written;
        };
    }

    private static Object number(String text) {
        try {
            return text.isEmpty() ? 0L : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandFailure("\"" + text + "\" is not a number", e);
        }
    }
}
