package io.gantry.daemon.instance;

/** One changing act at a time on an instance. Safe for use by many threads. */
public interface InstanceLocks {
    /**
     * Takes the instance for an act, at once or not at all.
     *
     * @param act what is being done, for the message that others get, such as {@code start}
     * @throws io.gantry.daemon.failure.DaemonException CONFLICT naming the act that holds it
     */
    Held acquire(InstanceKey key, String act);

    /** Closing gives the instance back. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
