package io.gantry.api;

import io.avaje.json.JsonReader;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one JSON codec of daemon and client. Adapters are generated at compile time; nothing is reflected.
 *
 * <p>Unknown fields are ignored, since peers of other versions send them; fields that are null are written as
 * null, as LXD does. Safe for use by many threads.
 *
 * <p>All reading methods throw {@link MalformedJsonException} for text that is not JSON or does not have the
 * shape of the type.
 */
public final class ApiJson {
    private static final Jsonb JSONB = Jsonb.builder()
            .serializeNulls(true)
            .serializeEmpty(true)
            .failOnUnknown(false)
            .add(ImageSource.class, jsonb -> new OmittedWhenNull<>(new ImageSourceJsonAdapter(jsonb)))
            .build();
    private static final JsonType<Object> ANY = JSONB.type(Object.class);

    /** Far more than any object of the API has; the reader recurses, and its stack has an end. */
    private static final int DEEPEST = 200;

    private ApiJson() {}

    public static String write(Object value) {
        return value instanceof Map || value instanceof List ? ANY.toJson(value) : JSONB.toJson(value);
    }

    public static byte[] writeBytes(Object value) {
        return value instanceof Map || value instanceof List ? ANY.toJsonBytes(value) : JSONB.toJsonBytes(value);
    }

    public static void write(Object value, OutputStream out) {
        JSONB.toJson(value, out);
    }

    public static <T> T read(byte[] json, Class<T> type) {
        try {
            requireShallow(json);
            return JSONB.type(type).fromJson(json);
        } catch (RuntimeException e) {
            // Not only the reader's own: values such as times and numbers have their readers, with theirs.
            throw new MalformedJsonException("not the JSON of " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static void requireShallow(byte[] json) {
        int depth = 0;
        boolean isInText = false;
        for (int i = 0; i < json.length; i++) {
            byte octet = json[i];
            if (isInText) {
                if (octet == '\\') {
                    i++;
                } else if (octet == '"') {
                    isInText = false;
                }
            } else if (octet == '"') {
                isInText = true;
            } else if (octet == '{' || octet == '[') {
                depth++;
                if (depth > DEEPEST) {
                    throw new IllegalArgumentException("nested more than " + DEEPEST + " levels deep");
                }
            } else if (octet == '}' || octet == ']') {
                depth--;
            }
        }
    }

    public static <T> T read(String json, Class<T> type) {
        return read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
    }

    public static <T> T read(InputStream json, Class<T> type) {
        try {
            return JSONB.type(type).fromJson(json);
        } catch (RuntimeException e) {
            throw new MalformedJsonException("not the JSON of " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads one field of an object, without making a tree of it first.
     *
     * @return empty where the field is absent or null
     */
    public static <T> Optional<T> readField(byte[] json, String field, Class<T> type) {
        return readField(json, field, JSONB.type(type), type);
    }

    /** As {@link #readField}, of a list. */
    public static <T> Optional<List<T>> readListField(byte[] json, String field, Class<T> element) {
        JsonType<List<T>> type = JSONB.type(Types.listOf(element));
        return readField(json, field, type, element);
    }

    private static <T> Optional<T> readField(byte[] json, String field, JsonType<T> type, Class<?> named) {
        try (JsonReader reader = JSONB.reader(json)) {
            requireShallow(json);
            Optional<T> value = Optional.empty();
            reader.beginObject();
            while (reader.hasNextField()) {
                if (reader.nextField().equals(field) && !reader.isNullValue()) {
                    value = Optional.of(type.fromJson(reader));
                } else {
                    reader.skipValue();
                }
            }
            reader.endObject();
            return value;
        } catch (RuntimeException e) {
            throw new MalformedJsonException(
                    "not JSON with the " + field + " of " + named.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    public static <T> List<T> readList(byte[] json, Class<T> element) {
        try {
            requireShallow(json);
            JsonType<List<T>> type = JSONB.type(Types.listOf(element));
            return type.fromJson(json);
        } catch (RuntimeException e) {
            throw new MalformedJsonException(
                    "not a JSON list of " + element.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** Reads any JSON into maps, lists, strings, booleans, numbers and nulls. */
    public static Object readTree(byte[] json) {
        try {
            requireShallow(json);
            return ANY.fromJson(json);
        } catch (RuntimeException e) {
            throw new MalformedJsonException("not JSON: " + e.getMessage(), e);
        }
    }

    /** The tree of a record: what {@link #readTree} makes of its JSON. */
    public static Object toTree(Object value) {
        return readTree(writeBytes(value));
    }

    /** The record whose JSON is {@code tree}. */
    public static <T> T fromTree(Object tree, Class<T> type) {
        return read(writeBytes(tree), type);
    }
}
