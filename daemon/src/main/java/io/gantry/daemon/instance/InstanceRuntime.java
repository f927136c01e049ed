package io.gantry.daemon.instance;

import io.gantry.storage.idmap.DiskIdmap;
import java.time.Duration;

/**
 * Instances as processes and mounts. Whoever starts, ends or holds one has its lock ({@link InstanceLocks}). Safe for use
 * by many threads; answers are as of now.
 */
public interface InstanceRuntime {
    RunState state(InstanceKey key);

    /**
     * The map of ids of a running instance: container ids to host ids.
     *
     * @throws io.gantry.daemon.failure.DaemonException CONFLICT where it does not run
     */
    DiskIdmap runningIdmap(InstanceKey key);

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

    /** Ends the instance's processes at once; fails as {@link #shutDown}. */
    void kill(InstanceKey key);

    /** Holds all processes of a running instance still. */
    void freeze(InstanceKey key);

    /** Lets the processes of a frozen instance go on. */
    void unfreeze(InstanceKey key);
}
