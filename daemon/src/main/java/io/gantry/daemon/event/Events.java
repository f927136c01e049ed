package io.gantry.daemon.event;

import java.util.Map;

/** Tells listening clients what happens. Never blocks on a slow listener. Safe for use by many threads. */
public interface Events {
    /**
     * Something was done to something.
     *
     * @param action LXD's name of it, such as {@code instance-started}
     * @param source URL path of the thing, such as {@code /1.0/instances/c1}
     */
    void lifecycle(String action, String source, Map<String, Object> context);

    /** An operation changed. */
    void operation(io.gantry.api.Operation operation);
}
