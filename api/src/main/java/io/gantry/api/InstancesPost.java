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

    /** A request for a container of this name, empty for one that the server chooses. */
    public static Builder container(String name) {
        return new Builder().name(name).type("container");
    }

    /** A builder that begins with what this one has. */
    public Builder toBuilder() {
        var builder = new Builder();
        builder.name = name;
        builder.source = source;
        builder.instanceType = instanceType;
        builder.type = type;
        builder.architecture = architecture;
        builder.config = config;
        builder.devices = devices;
        builder.ephemeral = ephemeral;
        builder.profiles = profiles;
        builder.stateful = stateful;
        builder.description = description;
        return builder;
    }

    /** Makes a request; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private String name = "";
        private @Nullable InstanceSource source;
        private String instanceType = "";
        private String type = "";
        private String architecture = "";
        private Map<String, String> config = Map.of();
        private Map<String, Map<String, String>> devices = Map.of();
        private boolean ephemeral;
        private @Nullable List<String> profiles;
        private boolean stateful;
        private String description = "";

        private Builder() {}

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder source(@Nullable InstanceSource value) {
            source = value;
            return this;
        }

        public Builder instanceType(String value) {
            instanceType = value;
            return this;
        }

        public Builder type(String value) {
            type = value;
            return this;
        }

        public Builder architecture(String value) {
            architecture = value;
            return this;
        }

        public Builder config(Map<String, String> value) {
            config = value;
            return this;
        }

        public Builder devices(Map<String, Map<String, String>> value) {
            devices = value;
            return this;
        }

        public Builder ephemeral(boolean value) {
            ephemeral = value;
            return this;
        }

        public Builder profiles(@Nullable List<String> value) {
            profiles = value;
            return this;
        }

        public Builder stateful(boolean value) {
            stateful = value;
            return this;
        }

        public Builder description(String value) {
            description = value;
            return this;
        }

        public InstancesPost build() {
            return new InstancesPost(
                    name,
                    source,
                    instanceType,
                    type,
                    architecture,
                    config,
                    devices,
                    ephemeral,
                    profiles,
                    stateful,
                    description);
        }
    }
}
