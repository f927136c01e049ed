package io.gantry.daemon.operation;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients and the log read of work that failed. */
final class OperationFailures {
    private static final Logger LOG = LoggerFactory.getLogger(OperationFailures.class);

    private OperationFailures() {}

    /** One line for clients. */
    static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
    }

    /** What is the daemon's own fault is logged with its stack; what the caller could know, in a line. */
    static void log(OperationContext operation, String description, Throwable failure) {
        boolean isExpected = failure instanceof InterruptedException
                || failure instanceof IOException
                || (failure instanceof DaemonException daemon && daemon.category() != FailureCategory.INTERNAL);
        if (isExpected) {
            LOG.info("operation {} ({}) failed: {}", operation.id(), description, message(failure));
        } else {
            LOG.warn("operation {} ({}) failed", operation.id(), description, failure);
        }
    }
}
