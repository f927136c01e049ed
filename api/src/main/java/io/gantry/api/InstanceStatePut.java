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

    /** Starts it. */
    public static InstanceStatePut start() {
        return new InstanceStatePut("start", -1, false, false);
    }

    /**
     * Asks it to shut down.
     *
     * @param timeout seconds, -1 for no limit
     */
    public static InstanceStatePut stop(int timeout) {
        return new InstanceStatePut("stop", timeout, false, false);
    }

    /** Does this without asking the programs in the instance, which are killed where they must end. */
    public static InstanceStatePut forced(String action) {
        return new InstanceStatePut(action, -1, true, false);
    }
}
