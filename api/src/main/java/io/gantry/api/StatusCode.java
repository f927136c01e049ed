package io.gantry.api;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numeric states of operations and instances, with the text that goes with each on the wire
 * (<a href="https://documentation.ubuntu.com/lxd/stable-5.0/rest-api/">LXD, "Status codes"</a>).
 */
public enum StatusCode {
    OPERATION_CREATED(100, "Operation created"),
    STARTED(101, "Started"),
    STOPPED(102, "Stopped"),
    RUNNING(103, "Running"),
    CANCELLING(104, "Cancelling"),
    PENDING(105, "Pending"),
    STARTING(106, "Starting"),
    STOPPING(107, "Stopping"),
    ABORTING(108, "Aborting"),
    FREEZING(109, "Freezing"),
    FROZEN(110, "Frozen"),
    THAWED(111, "Thawed"),
    ERROR(112, "Error"),
    SUCCESS(200, "Success"),
    FAILURE(400, "Failure"),
    CANCELLED(401, "Cancelled");

    private final int code;
    private final String text;

    StatusCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }

    /** Whether an operation in this state has ended. */
    public boolean isFinal() {
        return code >= SUCCESS.code;
    }

    public static Optional<StatusCode> of(int code) {
        return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
    }
}
