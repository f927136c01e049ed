package io.gantry.daemon.instance;

/**
 * Brings changes of the configuration to a running instance. Callers hold the instance's lock. Safe for use by many
 * threads.
 */
public interface LiveChanges {
    /**
     * Makes the running instance follow; does nothing for a stopped one. What fails is taken back as far as it went,
     * so that the caller keeps the old configuration.
     *
     * @throws io.gantry.daemon.failure.DaemonException naming the key or device that could not change
     */
    void apply(ExpandedInstance before, ExpandedInstance after);
}
