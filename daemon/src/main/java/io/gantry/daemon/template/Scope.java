package io.gantry.daemon.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names that a part of a template knows. For one thread. */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    Scope(Map<String, Object> values) {
        this.outer = Optional.empty();
        this.values.putAll(values);
    }

    private Scope(Scope outer) {
        this.outer = Optional.of(outer);
    }

    Scope inner() {
        return new Scope(this);
    }

    void set(String name, @Nullable Object value) {
        values.put(name, value);
    }

    @Nullable
    Object find(String name) {
        if (values.containsKey(name) || outer.isEmpty()) {
            return values.get(name);
        }
        return outer.get().find(name);
    }
}
