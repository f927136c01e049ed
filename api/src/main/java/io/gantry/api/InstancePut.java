package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an instance that a client may write: the body of {@code PUT /1.0/instances/NAME}.
 *
 * @param profiles in the order in which they apply; null where the client did not say
 * @param restore name of a snapshot to restore instead of any other change
 */
@Json
public record InstancePut(
        String architecture,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        boolean ephemeral,
        @Nullable List<String> profiles,
        @Nullable String restore,
        boolean stateful,
        String description) {
    public InstancePut {
        architecture = Values.text(architecture);
        config = Values.config(config);
        devices = Values.devices(devices);
        description = Values.text(description);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with what this one has. */
    public Builder toBuilder() {
        var builder = new Builder();
        builder.architecture = architecture;
        builder.config = config;
        builder.devices = devices;
        builder.ephemeral = ephemeral;
        builder.profiles = profiles;
        builder.restore = restore;
        builder.stateful = stateful;
        builder.description = description;
        return builder;
    }

    /** Makes a change; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private String architecture = "";
        private Map<String, String> config = Map.of();
        private Map<String, Map<String, String>> devices = Map.of();
        private boolean ephemeral;
        private @Nullable List<String> profiles;
        private @Nullable String restore;
        private boolean stateful;
        private String description = "";

        private Builder() {}

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

        public Builder restore(@Nullable String value) {
            restore = value;
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

        public InstancePut build() {
            return new InstancePut(architecture, config, devices, ephemeral, profiles, restore, stateful, description);
        }
    }
}
