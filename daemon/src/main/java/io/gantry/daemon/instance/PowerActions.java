package io.gantry.daemon.instance;

import java.time.Duration;

/**
 * Starting and stopping. Callers hold the instance's lock ({@link InstanceLocks}). Safe for use by many threads.
 */
public interface PowerActions {
    /**
     * Starts a stopped instance; it runs when this returns.
     *
     * @throws io.gantry.daemon.failure.DaemonException CONFLICT where it runs, INTERNAL with the reason otherwise
     */
    void start(InstanceKey key);

    /**
     * Asks the instance to shut down and waits for its end; everything it held is released when this returns.
     *
     * @param limit how long to wait; negative for ever
     * @throws io.gantry.daemon.failure.DaemonException CONFLICT where it doesn't run; INTERNAL where it
     *     still runs after the time
     */
    void shutDown(InstanceKey key, Duration limit);

    /** Ends the instance's processes at once. */
    void kill(InstanceKey key);

    /** Holds all processes of a running instance still. */
    void freeze(InstanceKey key);

    /** Lets the processes of a frozen instance go on. */
    void unfreeze(InstanceKey key);
}
