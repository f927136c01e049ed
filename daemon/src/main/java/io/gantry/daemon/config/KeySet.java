package io.gantry.daemon.config;

import io.gantry.daemon.failure.DaemonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** All keys that things of one kind have, such as disks. Immutable. */
public final class KeySet {
    private final String entity;
    private final String subject;
    private final Map<String, ConfigKey<?>> keys;
    private final List<KeyFamily<?>> families;

    private KeySet(String entity, String subject, Map<String, ConfigKey<?>> keys, List<KeyFamily<?>> families) {
        this.entity = entity;
        this.subject = subject;
        this.keys = new LinkedHashMap<>(keys);
        this.families = List.copyOf(families);
    }

    /** The kind of thing, as the API's metadata name it: {@code instance}, {@code device-disk}. */
    public String entity() {
        return entity;
    }

    /** The same for people: {@code a device of the type disk}. */
    public String subject() {
        return subject;
    }

    /** All keys in the order of their declaration, a family as its pattern; families come last. */
    public List<ConfigKey<?>> all() {
        var all = new ArrayList<>(keys.values());
        families.forEach(family -> all.add(family.pattern()));
        return all;
    }

    /** The key of a name; empty where these things have none such. */
    public Optional<ConfigKey<?>> find(String name) {
        ConfigKey<?> key = keys.get(name);
        if (key != null) {
            return Optional.of(key);
        }
        for (KeyFamily<?> family : families) {
            Optional<? extends ConfigKey<?>> member = family.find(name);
            if (member.isPresent()) {
                return Optional.of(member.get());
            }
        }
        return Optional.empty();
    }

    /** Whether a key is one of its own, and no member of a family. */
    boolean isExact(String name) {
        return keys.containsKey(name);
    }

    /** These keys and more; things of this kind have both. */
    KeySet with(KeySet more) {
        var both = new LinkedHashMap<>(keys);
        both.putAll(more.keys);
        var bothFamilies = new ArrayList<>(families);
        bothFamilies.addAll(more.families);
        return new KeySet(entity, subject, both, bothFamilies);
    }

    /** The same keys as another kind of thing has them. */
    KeySet of(String otherEntity, String otherSubject) {
        return new KeySet(otherEntity, otherSubject, keys, families);
    }

    /**
     * Checks a configuration. Empty values, which unset a key, are always right for a key that is known.
     *
     * @throws DaemonException INVALID_REQUEST naming the key that is unknown and the one that is nearest, or the value and
     *     what its key takes
     */
    public void check(Map<String, String> config) {
        config.forEach(this::check);
    }

    /** As {@link #check(Map)}, for the values that are not those of before: what is there already is in nobody's way. */
    public void checkChange(Map<String, String> before, Map<String, String> after) {
        var changed = new HashMap<>(after);
        changed.entrySet().removeAll(before.entrySet());
        check(changed);
    }

    /** As {@link #check(Map)}, for one key. */
    public void check(String name, String value) {
        ConfigKey<?> key = find(name).orElseThrow(() -> unknown(name));
        if (!value.isEmpty()) {
            key.parse(value);
        }
    }

    /** The refusal of a key that these things do not have. */
    public DaemonException unknown(String name) {
        var names = new ArrayList<>(all().stream().map(ConfigKey::name).toList());
        families.forEach(family -> family.resembling(name).ifPresent(names::add));
        Optional<String> nearest = NearestName.of(name, names);
        return DaemonException.invalid("Unknown configuration key: " + name
                + nearest.map(near -> "; did you mean " + near + "?").orElse(" (" + subject + " has no such key)"));
    }

    /** Collects keys as they are declared. */
    static final class Builder {
        private final String entity;
        private final String subject;
        private final Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();
        private final List<KeyFamily<?>> families = new ArrayList<>();

        Builder(String entity, String subject) {
            this.entity = entity;
            this.subject = subject;
        }

        /** Keys under one heading, in the scopes given. */
        Group group(String name, Scope... scopes) {
            return new Group(this, name, Set.of(scopes));
        }

        KeySet build() {
            return new KeySet(entity, subject, keys, families);
        }
    }

    /** Where keys of one heading are declared. */
    record Group(Builder set, String name, Set<Scope> scopes) {
        <T> Draft<T> key(String keyName, ValueType<T> type) {
            return new Draft<>(this, keyName, type);
        }
    }

    /** A key in the making: it counts at the next start and has no default, as long as nothing else is said. */
    static final class Draft<T> {
        private final Group group;
        private final String name;
        private final ValueType<T> type;
        private Effect effect = Effect.NEXT_START;
        private Optional<T> defaultValue = Optional.empty();
        private String defaultWords = "";
        private String extension = "";

        private Draft(Group group, String name, ValueType<T> type) {
            this.group = group;
            this.name = name;
            this.type = type;
        }

        Draft<T> live() {
            effect = Effect.LIVE;
            return this;
        }

        Draft<T> never() {
            effect = Effect.NEVER;
            return this;
        }

        Draft<T> byDefault(T value) {
            defaultWords = type.writer().apply(value);
            return byDefault(value, defaultWords);
        }

        Draft<T> byDefault(T value, String words) {
            defaultValue = Optional.of(value);
            return otherwise(words);
        }

        /** What happens where nothing is set, which is no value of the key. */
        Draft<T> otherwise(String words) {
            defaultWords = words;
            return this;
        }

        Draft<T> since(String apiExtension) {
            extension = apiExtension;
            return this;
        }

        /** Declares the key with the sentence that describes it. */
        ConfigKey<T> says(String description) {
            ConfigKey<T> key = key(description);
            if (group.set().keys.put(name, key) != null) {
                throw new IllegalStateException(name + " is declared twice");
            }
            return key;
        }

        /** Declares a family, whose name has {@code *} or {@code <device>} for the part in which its keys differ. */
        KeyFamily<T> family(Pattern parts, String description) {
            var family = new KeyFamily<T>(key(description), parts);
            group.set().families.add(family);
            return family;
        }

        private ConfigKey<T> key(String description) {
            return new ConfigKey<>(
                    name,
                    type,
                    new ConfigKey.Facts<>(
                            group.name(), group.scopes(), effect, defaultValue, defaultWords, extension, description));
        }
    }
}
