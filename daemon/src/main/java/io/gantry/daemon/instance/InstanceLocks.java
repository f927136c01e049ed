package io.gantry.daemon.instance;

/**
 * Who may do what with an instance at a time: one changing act, or any number of copies. Nobody waits: what cannot be
 * had at once is refused. Safe for use by many threads.
 *
 * <p>All methods throw {@link io.gantry.daemon.failure.DaemonException} CONFLICT, naming the act that stands in the way.
 */
public interface InstanceLocks {
    /**
     * Takes the instance for an act that changes it, but leaves its volume and snapshots where they are.
     *
     * @param act what is being done, for the message that others get, such as {@code start}
     */
    Held acquire(InstanceKey key, String act);

    /** Takes the instance for an act that removes, renames or replaces its volume or a snapshot. */
    Held acquireRemoval(InstanceKey key, String act);

    /** Lets nobody change the instance while it is read. Several may read at a time. */
    Held read(InstanceKey key, String act);

    /**
     * Lets nobody remove, rename or replace the instance's volume or a snapshot; everything else may go on, as is right
     * while a snapshot or a running instance is copied.
     */
    Held keep(InstanceKey key, String act);

    /** Closing gives the instance back. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
