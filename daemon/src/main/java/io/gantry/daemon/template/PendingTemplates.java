package io.gantry.daemon.template;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Templates that wait for an instance's next start, so that they see the configuration it then has. What waits stands
 * in the instance's configuration, where other servers see it too.
 */
public final class PendingTemplates {
    private PendingTemplates() {}

    /** The configuration with a trigger that waits; one that waits already stays. */
    public static Map<String, String> added(Map<String, String> config, TemplateTrigger trigger) {
        Map<String, String> changed = new HashMap<>(config);
        if (!new Config(config).isSet(VolatileKeys.APPLY_TEMPLATE)) {
            VolatileKeys.APPLY_TEMPLATE.put(changed, trigger.word());
        }
        return changed;
    }

    /** The configuration without what waits. */
    public static Map<String, String> removed(Map<String, String> config) {
        Map<String, String> changed = new HashMap<>(config);
        changed.remove(VolatileKeys.APPLY_TEMPLATE.name());
        return changed;
    }

    /** What waits. */
    public static Optional<TemplateTrigger> of(Map<String, String> config) {
        String word = new Config(config).text(VolatileKeys.APPLY_TEMPLATE);
        return Arrays.stream(TemplateTrigger.values())
                .filter(trigger -> trigger.word().equals(word))
                .findFirst();
    }
}
