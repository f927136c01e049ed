package io.gantry.daemon.operation;

import java.util.Map;

/** What running work knows of its operation. Cancelling interrupts the thread of the work. */
public interface OperationContext {
    String id();

    /** Adds to the metadata that clients see, and tells those who listen. Safe for use by many threads. */
    void publish(Map<String, Object> metadata);
}
