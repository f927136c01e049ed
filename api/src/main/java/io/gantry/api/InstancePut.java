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
}
