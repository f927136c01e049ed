package io.gantry.daemon.template;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Templates that wait for an instance's next start, so that they see the configuration it then has. What waits stands
 * in the instance's configuration, where other servers see it too.
 */
public final class PendingTemplates {
    private static final String KEY = "volatile.apply_template";

    private PendingTemplates() {}

    /** The configuration with a trigger that waits; one that waits already stays. */
    public static Map<String, String> added(Map<String, String> config, TemplateTrigger trigger) {
        Map<String, String> changed = new HashMap<>(config);
        if (changed.getOrDefault(KEY, "").isEmpty()) {
            changed.put(KEY, trigger.word());
        }
        return changed;
    }

    /** The configuration without what waits. */
    public static Map<String, String> removed(Map<String, String> config) {
        Map<String, String> changed = new HashMap<>(config);
        changed.remove(KEY);
        return changed;
    }

    /** What waits. */
    public static Optional<TemplateTrigger> of(Map<String, String> config) {
        String word = config.getOrDefault(KEY, "");
        return Arrays.stream(TemplateTrigger.values())
                .filter(trigger -> trigger.word().equals(word))
                .findFirst();
    }
}
