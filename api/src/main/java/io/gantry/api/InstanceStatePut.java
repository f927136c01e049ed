package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * The body of {@code PUT /1.0/instances/NAME/state}.
 *
 * @param action {@code start}, {@code stop}, {@code restart}, {@code freeze} or {@code unfreeze}
 * @param timeout seconds, -1 for no limit
 */
@Json
public record InstanceStatePut(String action, int timeout, boolean force, boolean stateful) {
    public InstanceStatePut {
        action = Values.text(action);
    }
}
