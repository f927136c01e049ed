package io.gantry.api;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the components of API records safe to share: immutable, and never null where a peer left a field out.
 *
 * <p>Maps come out sorted by key, as LXD writes them, so that equal objects have equal JSON and equal ETags.
 */
final class Values {
    /** What Go writes for a time that was never set. */
    static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private Values() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static Instant time(@Nullable Instant value) {
        return value == null ? NEVER : value;
    }

    static <T> List<T> list(@Nullable List<T> value) {
        return value == null ? List.of() : List.copyOf(value);
    }

    /** A value that a peer set to null is empty, as it is for Go. */
    static Map<String, String> config(@Nullable Map<String, String> value) {
        var copy = new TreeMap<String, String>();
        if (value != null) {
            value.forEach((key, text) -> copy.put(key, text(text)));
        }
        return Collections.unmodifiableMap(copy);
    }

    static Map<String, Map<String, String>> devices(@Nullable Map<String, Map<String, String>> value) {
        var copy = new TreeMap<String, Map<String, String>>();
        if (value != null) {
            value.forEach((name, device) -> copy.put(name, config(device)));
        }
        return Collections.unmodifiableMap(copy);
    }

    static Map<String, List<String>> lists(@Nullable Map<String, List<String>> value) {
        return map(value);
    }

    static <T> Map<String, T> map(@Nullable Map<String, T> value) {
        return value == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(value));
    }
}
