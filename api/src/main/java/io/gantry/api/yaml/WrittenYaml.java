package io.gantry.api.yaml;

import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads YAML as people and programs write it. All values are texts, byte for byte as they were written, so that a version
 * 12.10 does not become 12.1; an empty one, {@code ~} and {@code null} are {@code null}. Of several documents the first is
 * read, of a doubled key the last value, as LXD does.
 */
public final class WrittenYaml {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** What aliases may make of a text is bounded by these. */
    private static final int MOST_VALUES = 1 << 20;

    private static final int DEEPEST = 100;

    /** Each takes another reading of the text. */
    private static final int MOST_TABS = 200;

    private WrittenYaml() {}

    /**
     * Reads a text.
     *
     * @param limit longest text, in characters
     * @return maps, lists, texts and nulls; null for a text of comments and blank lines
     * @throws MalformedYamlException where it is no YAML, longer, or more than a million values
     */
    public static @Nullable Object read(String text, int limit) {
        return reading(text, limit, (content, settings) -> {
            Iterator<Object> documents =
                    new Load(settings).loadAllFromString(content).iterator();
            Object tree = documents.hasNext() ? documents.next() : null;
            new Bound().count(tree, 0);
            return tree;
        });
    }

    /**
     * Checks that a text is YAML, whatever its documents say and whichever tags they have, and nested no deeper than
     * what is read here.
     *
     * @param limit longest text, in characters
     * @throws MalformedYamlException where it is not
     */
    public static void requireWellFormed(String text, int limit) {
        reading(text, limit, (content, settings) -> {
            new Compose(settings).composeAllFromString(content).forEach(_ -> {});
            return null;
        });
    }

    private interface Reading {
        @Nullable
        Object of(String content, LoadSettings settings);
    }

    private static @Nullable Object reading(String text, int limit, Reading reading) {
        var settings = LoadSettings.builder()
                .setSchema(new Texts())
                .setCodePointLimit(limit)
                .setAllowDuplicateKeys(true)
                .build();
        // A mark of the encoding is no content.
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int tabs = 0; ; tabs++) {
            try {
                requireShallow(new Parse(settings).parseString(content));
                return reading.of(content, settings);
            } catch (MarkedYamlEngineException malformed) {
                Optional<String> mended = tabs < MOST_TABS ? withoutTab(content, malformed) : Optional.empty();
                if (mended.isEmpty()) {
                    throw refused(malformed);
                }
                content = mended.get();
            } catch (YamlEngineException malformed) {
                String message = String.valueOf(malformed.getMessage());
                throw new MalformedYamlException(message.lines().findFirst().orElse("unreadable"), malformed);
            }
        }
    }

    private static MalformedYamlException refused(MarkedYamlEngineException malformed) {
        String place = malformed
                .getProblemMark()
                .map(mark -> " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                .orElse("");
        return new MalformedYamlException(malformed.getProblem() + place, malformed);
    }

    /** YAML lets a tab stand between a key and its value, which the library does not; it is none for indentation. */
    private static Optional<String> withoutTab(String content, MarkedYamlEngineException malformed) {
        return malformed.getProblemMark().map(Mark::getIndex).flatMap(index -> {
            int at = content.offsetByCodePoints(0, Math.min(index, content.codePointCount(0, content.length())));
            if (at >= content.length() || content.charAt(at) != '\t') {
                return Optional.empty();
            }
            int line = content.lastIndexOf('\n', at) + 1;
            return content.substring(line, at).isBlank()
                    ? Optional.empty()
                    : Optional.of(content.substring(0, at) + " " + content.substring(at + 1));
        });
    }

    /** Composing goes down by recursion, the events before it do not. */
    private static void requireShallow(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw new MalformedYamlException("it is nested more than " + DEEPEST + " deep", null);
            }
        }
    }

    /** Whether a text stands for true or false, in one of the ways that YAML has for it; empty for another text. */
    public static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y" -> Optional.of(true);
            case "false", "no", "off", "n" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static final class Bound {
        private int values;

        void count(@Nullable Object tree, int depth) {
            if (++values > MOST_VALUES || depth > DEEPEST) {
                throw new MalformedYamlException("it has more values than anybody writes", null);
            }
            switch (tree) {
                case Map<?, ?> map ->
                    map.forEach((key, value) -> {
                        count(key, depth + 1);
                        count(value, depth + 1);
                    });
                case List<?> list -> list.forEach(element -> count(element, depth + 1));
                case null, default -> {}
            }
        }
    }

    private static final class Texts implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (value, isPlain) -> {
                if (isPlain && value.equals("<<")) {
                    return Tag.MERGE;
                }
                return isPlain && NULLS.contains(value) ? Tag.NULL : Tag.STR;
            };
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            ConstructNode text = Texts::text;
            return Map.of(
                    Tag.NULL, new Nothing(),
                    Tag.STR, text,
                    Tag.MERGE, text,
                    Tag.INT, text,
                    Tag.FLOAT, text,
                    Tag.BOOL, text,
                    Tag.BINARY, node -> binary(text(node)));
        }

        private static String text(Node node) {
            if (node instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
            throw new YamlEngineException("a single value has a list's or a map's form");
        }

        private static String binary(String base64) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(base64);
                return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                throw new YamlEngineException("a value that is called binary is not in base64");
            }
        }
    }

    private static final class Nothing implements ConstructNode {
        @Override
        @SuppressWarnings("NullAway") // the library has no annotations; null is what its own constructor answers
        public @Nullable Object construct(@Nullable Node node) {
            return null;
        }
    }
}
