package io.gantry.daemon.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys that differ in a part of their names, such as {@code environment.*} and {@code volatile.<device>.hwaddr}, and are
 * alike in all else. Immutable.
 *
 * @param <T> what a value is to the daemon
 */
public final class KeyFamily<T> {
    private final ConfigKey<T> pattern;
    private final String prefix;
    private final String suffix;
    private final Pattern parts;

    /**
     * @param pattern with {@code *} or {@code <...>} for the part
     * @param parts what the part looks like
     */
    KeyFamily(ConfigKey<T> pattern, Pattern parts) {
        String name = pattern.name();
        int start = Math.max(name.indexOf('*'), name.indexOf('<'));
        int end = Math.max(name.indexOf('*'), name.indexOf('>')) + 1;
        this.pattern = pattern;
        this.prefix = name.substring(0, start);
        this.suffix = name.substring(end);
        this.parts = parts;
    }

    /** What all of them are; its name has {@code *} or {@code <device>} for the part. */
    public ConfigKey<T> pattern() {
        return pattern;
    }

    /** The key for a part, such as the name of a device. */
    public ConfigKey<T> of(String part) {
        return pattern.named(prefix + part + suffix);
    }

    /** Whether a key is one of them. */
    public boolean contains(String name) {
        return part(name).isPresent();
    }

    /** The part that a key has; empty where it is none of these. */
    public Optional<String> part(String name) {
        if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length() <= prefix.length() + suffix.length()) {
            return Optional.empty();
        }
        String part = name.substring(prefix.length(), name.length() - suffix.length());
        return parts.matcher(part).matches() ? Optional.of(part) : Optional.empty();
    }

    /** Its key that has the same end as a name, behind as many dots; for names that are none of these. */
    Optional<String> resembling(String name) {
        int end = 0;
        for (int dot = prefix.indexOf('.'); dot >= 0; dot = prefix.indexOf('.', dot + 1)) {
            end = name.indexOf('.', end) + 1;
            if (end == 0) {
                return Optional.empty();
            }
        }
        String candidate = prefix + name.substring(end);
        return contains(candidate) ? Optional.of(candidate) : Optional.empty();
    }

    Optional<ConfigKey<T>> find(String name) {
        return part(name).map(this::of);
    }
}
