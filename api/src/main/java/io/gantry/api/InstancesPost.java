package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /1.0/instances}: what to create, and from what.
 *
 * @param name empty for a random name
 * @param instanceType a size such as {@code c1-m2}, empty for none
 * @param type {@code container} or empty
 * @param profiles null for the profile {@code default}, empty for none
 */
@Json
public record InstancesPost(
        String name,
        @Nullable InstanceSource source,
        @Json.Property("instance_type") String instanceType,
        String type,
        String architecture,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        boolean ephemeral,
        @Nullable List<String> profiles,
        boolean stateful,
        String description) {
    public InstancesPost {
        name = Values.text(name);
        instanceType = Values.text(instanceType);
        type = Values.text(type);
        architecture = Values.text(architecture);
        config = Values.config(config);
        devices = Values.devices(devices);
        description = Values.text(description);
    }

    /** The same with another configuration and other devices. */
    public InstancesPost with(Map<String, String> otherConfig, Map<String, Map<String, String>> otherDevices) {
        return new InstancesPost(
                name,
                source,
                instanceType,
                type,
                architecture,
                otherConfig,
                otherDevices,
                ephemeral,
                profiles,
                stateful,
                description);
    }
}
