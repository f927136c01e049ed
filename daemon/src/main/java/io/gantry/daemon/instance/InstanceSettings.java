package io.gantry.daemon.instance;

import java.util.List;
import java.util.Map;

/**
 * What an instance is to be like: all that a client may choose of it, and what each of its snapshots keeps.
 *
 * @param ephemeral whether the instance is removed when it ends
 * @param config its own keys, without what profiles add
 * @param devices its own devices by name, each a map of its keys with {@code type} among them
 * @param profiles names, in the order in which they apply
 */
public record InstanceSettings(
        String architecture,
        boolean ephemeral,
        boolean stateful,
        String description,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        List<String> profiles) {
    public InstanceSettings {
        config = Map.copyOf(config);
        devices = Map.copyOf(devices);
        profiles = List.copyOf(profiles);
    }

    /** An instance that stays when it ends, and has nothing of its own yet. */
    public static InstanceSettings ofProfiles(String architecture, List<String> profiles) {
        return new InstanceSettings(architecture, false, false, "", Map.of(), Map.of(), profiles);
    }

    public InstanceSettings withEphemeral(boolean newEphemeral) {
        return new InstanceSettings(architecture, newEphemeral, stateful, description, config, devices, profiles);
    }

    public InstanceSettings withDescription(String newDescription) {
        return new InstanceSettings(architecture, ephemeral, stateful, newDescription, config, devices, profiles);
    }

    public InstanceSettings withConfig(Map<String, String> newConfig) {
        return new InstanceSettings(architecture, ephemeral, stateful, description, newConfig, devices, profiles);
    }

    public InstanceSettings withDevices(Map<String, Map<String, String>> newDevices) {
        return new InstanceSettings(architecture, ephemeral, stateful, description, config, newDevices, profiles);
    }

    public InstanceSettings withProfiles(List<String> newProfiles) {
        return new InstanceSettings(architecture, ephemeral, stateful, description, config, devices, newProfiles);
    }
}
