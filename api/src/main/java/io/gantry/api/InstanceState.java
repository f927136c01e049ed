package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is doing and using now.
 *
 * @param pid of the container's init as the host sees it, 0 when stopped
 * @param processes -1 where unknown
 */
@Json
public record InstanceState(
        String status,
        @Json.Property("status_code") int statusCode,
        @Nullable Map<String, InstanceStateDisk> disk,
        InstanceStateMemory memory,
        @Nullable Map<String, InstanceStateNetwork> network,
        long pid,
        long processes,
        InstanceStateCpu cpu) {
    public InstanceState {
        status = Values.text(status);
    }
}
