package io.gantry.daemon.config;

import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configuration read by its keys, each as what it means: {@code config.get(InstanceKeys.NESTING)}. A view, which sees
 * what the map holds then; a key with an empty value is not set.
 */
public record Config(Map<String, String> values) {
    /**
     * The value of a key, or its default.
     *
     * @throws DaemonException INVALID_REQUEST naming key and value, where something else stands there
     * @throws IllegalStateException where nothing is set and the key has no default: those are for {@link #find}
     */
    public <T> T get(ConfigKey<T> key) {
        return find(key).or(key::defaultValue).orElseThrow(() -> new IllegalStateException(key + " has no default"));
    }

    /**
     * The value that is set; empty where none is, whatever the default.
     *
     * @throws DaemonException INVALID_REQUEST naming key and value, where something else stands there
     */
    public <T> Optional<T> find(ConfigKey<T> key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty()).map(key::parse);
    }

    /** The text of a key as it was set; empty where it is not. */
    public String text(ConfigKey<?> key) {
        return values.getOrDefault(key.name(), "");
    }

    public boolean isSet(ConfigKey<?> key) {
        return !text(key).isEmpty();
    }

    /** The values of a family that are set, by what their names differ in. */
    public <T> SortedMap<String, T> all(KeyFamily<T> family) {
        var all = new TreeMap<String, T>();
        values.forEach((name, text) -> {
            if (!text.isEmpty()) {
                family.part(name)
                        .ifPresent(part -> all.put(part, family.of(part).parse(text)));
            }
        });
        return all;
    }
}
