package io.gantry.daemon.http;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.daemon.failure.FailureCategory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The three shapes of replies
 * (<a href="https://documentation.ubuntu.com/lxd/stable-5.0/rest-api/">LXD, "Return values"</a>).
 */
final class Envelopes {
    private static final int OK = 200;
    private static final int CREATED = 100;

    private Envelopes() {}

    static byte[] sync(Optional<Object> metadata) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("type", "sync");
        envelope.put("status", "Success");
        envelope.put("status_code", OK);
        envelope.put("operation", "");
        envelope.put("error_code", 0);
        envelope.put("error", "");
        envelope.put("metadata", metadata.orElse(null));
        return line(envelope);
    }

    static byte[] async(Operation operation) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("type", "async");
        envelope.put("status", "Operation created");
        envelope.put("status_code", CREATED);
        envelope.put("operation", "/1.0/operations/" + operation.id());
        envelope.put("error_code", 0);
        envelope.put("error", "");
        envelope.put("metadata", operation);
        return line(envelope);
    }

    static byte[] error(int code, String message) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("type", "error");
        envelope.put("status", "");
        envelope.put("status_code", 0);
        envelope.put("operation", "");
        envelope.put("error_code", code);
        envelope.put("error", message);
        envelope.put("metadata", null);
        return line(envelope);
    }

    /** With a line's end, for programs that read lines. */
    private static byte[] line(Map<String, Object> envelope) {
        byte[] json = ApiJson.writeBytes(envelope);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    static int status(FailureCategory category) {
        return switch (category) {
            case INVALID_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case CHANGED_MEANWHILE -> 412;
            case NOT_SUPPORTED -> 501;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }
}
