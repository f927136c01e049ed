package io.gantry.daemon.template;

import java.util.Map;

/**
 * What templates may know of an instance.
 *
 * @param config with what profiles add
 * @param devices with what profiles add
 */
public record TemplateInstance(
        String name,
        String architecture,
        boolean isPrivileged,
        boolean isEphemeral,
        Map<String, String> config,
        Map<String, Map<String, String>> devices) {
    public TemplateInstance {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
    }
}
