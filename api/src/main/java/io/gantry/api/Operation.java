package io.gantry.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A background operation.
 */
@Json
public record Operation(
        String id,
        @Json.Property("class") String operationClass,
        String description,
        @Json.Property("created_at") Instant createdAt,
        @Json.Property("updated_at") Instant updatedAt,
        String status,
        @Json.Property("status_code") int statusCode,
        @Nullable Map<String, List<String>> resources,
        @Nullable Map<String, Object> metadata,
        @Json.Property("may_cancel") boolean mayCancel,
        String err,
        String location) {
    public Operation {
        id = Values.text(id);
        operationClass = Values.text(operationClass);
        description = Values.text(description);
        createdAt = Values.time(createdAt);
        updatedAt = Values.time(updatedAt);
        status = Values.text(status);
        err = Values.text(err);
        location = Values.text(location);
    }
}
