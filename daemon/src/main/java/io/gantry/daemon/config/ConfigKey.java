package io.gantry.daemon.config;

import io.gantry.daemon.config.value.MalformedValueException;
import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key of a configuration: its name, what its values are, and what is to be said of it. Keys are declared once, in
 * {@link InstanceKeys}, {@link VolatileKeys}, {@link DeviceKeys}, {@link ServerKeys}, {@link PoolKeys} and
 * {@link NetworkKeys}; whoever reads a value asks a {@link Config} for a key's. Immutable.
 *
 * @param <T> what a value is to the daemon
 */
public final class ConfigKey<T> {
    private static final int LONGEST_SHOWN = 100;

    private final String name;
    private final ValueType<T> type;
    private final Facts<T> facts;

    /**
     * What a key is beside its name and type.
     *
     * @param group the heading under which documentation shows it
     * @param defaultValue what counts where the key is not set; empty where nothing does
     * @param defaultWords the same for people
     * @param extension of the API that brought it; empty for the API's first version
     */
    record Facts<T>(
            String group,
            Set<Scope> scopes,
            Effect effect,
            Optional<T> defaultValue,
            String defaultWords,
            String extension,
            String description) {
        Facts {
            scopes = Set.copyOf(scopes);
        }
    }

    ConfigKey(String name, ValueType<T> type, Facts<T> facts) {
        this.name = name;
        this.type = type;
        this.facts = facts;
    }

    /** The same key of a family under a name of its own. */
    ConfigKey<T> named(String newName) {
        return new ConfigKey<>(newName, type, facts);
    }

    /** As it stands in configurations; of a family's pattern with a {@code *} or a {@code <device>}. */
    public String name() {
        return name;
    }

    /** The word of the API's metadata for what values are: {@code bool}, {@code integer} or {@code string}. */
    public String typeWord() {
        return type.word();
    }

    /** What a value is, such as {@code a size such as 10GiB}. */
    public String takes() {
        return type.takes();
    }

    /** The heading under which it stands, such as {@code boot}. */
    public String group() {
        return facts.group();
    }

    public Set<Scope> scopes() {
        return facts.scopes();
    }

    public Effect effect() {
        return facts.effect();
    }

    /** What counts where the key is not set, in words; empty where nothing does. */
    public String defaultWords() {
        return facts.defaultWords();
    }

    /** The extension of the API that brought the key; empty for its first version. */
    public String extension() {
        return facts.extension();
    }

    /** One sentence. */
    public String description() {
        return facts.description();
    }

    Optional<T> defaultValue() {
        return facts.defaultValue();
    }

    /**
     * Reads a value.
     *
     * @throws DaemonException INVALID_REQUEST naming the key, the value and what the key takes
     */
    public T parse(String value) {
        try {
            return type.parse(value);
        } catch (MalformedValueException e) {
            String reason = e.getMessage();
            throw DaemonException.invalid("Invalid value for " + name + ": \"" + shown(value) + "\" is not "
                    + type.takes() + (reason == null || reason.isEmpty() ? "" : ": " + reason));
        }
    }

    /** On one line, and not all of a long one. */
    private static String shown(String value) {
        String line = value.replace("\n", "\\n");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }

    /** The text that stands for a value. */
    public String format(T value) {
        return type.writer().apply(value);
    }

    /** Sets the key in a configuration. */
    public void put(Map<String, String> config, T value) {
        config.put(name, format(value));
    }

    /** Whether two configurations have different values for the key, also where both mean the same. */
    public boolean isChanged(Map<String, String> before, Map<String, String> after) {
        return !before.getOrDefault(name, "").equals(after.getOrDefault(name, ""));
    }

    @Override
    public String toString() {
        return name;
    }
}
