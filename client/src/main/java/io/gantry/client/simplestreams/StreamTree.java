package io.gantry.client.simplestreams;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lenient reading of JSON: what is not there, or of another kind, is empty. */
final class StreamTree {
    private StreamTree() {}

    static Map<?, ?> parse(byte[] json) throws MalformedStreamException {
        try {
            if (ApiJson.readTree(json) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (MalformedJsonException malformed) {
            throw new MalformedStreamException("not JSON: " + malformed.getMessage());
        }
        throw new MalformedStreamException("not a JSON object");
    }

    static Map<?, ?> child(Map<?, ?> parent, String name) {
        return parent.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    static String text(Map<?, ?> parent, String name) {
        return text(parent.get(name));
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Double number when number == Math.rint(number) -> Long.toString(number.longValue());
            default -> value.toString();
        };
    }

    static long number(Map<?, ?> parent, String name) {
        return parent.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
