package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Instances as their services see them: records with profiles applied, each call a transaction of its own. Safe
 * for use by many threads.
 */
public interface Instances {
    /**
     * The instance as it is now.
     *
     * @throws DaemonException NOT_FOUND where there is none
     */
    ExpandedInstance find(InstanceKey key);

    /** All instances of all projects. */
    List<ExpandedInstance> list();

    /**
     * Replaces the record of an instance by what the change makes of it, in one transaction, and answers the new
     * one. Checks nothing: it is for what the daemon itself keeps, such as {@code volatile.*}.
     */
    ExpandedInstance change(InstanceKey key, UnaryOperator<InstanceRecord> change);

    /** The snapshots of an instance, oldest first. */
    List<SnapshotRecord> snapshots(InstanceKey key);

    /**
     * One snapshot.
     *
     * @throws DaemonException NOT_FOUND where the instance has none of that name
     */
    default SnapshotRecord snapshot(SnapshotKey key) {
        return snapshots(key.instance()).stream()
                .filter(snapshot -> snapshot.key().equals(key))
                .findFirst()
                .orElseThrow(() -> DaemonException.notFound("Snapshot not found: " + key));
    }

    /**
     * Applies the profiles that a record names, which need not be stored.
     *
     * @throws DaemonException NOT_FOUND naming a profile that is not there
     */
    ExpandedInstance expand(InstanceRecord instance);

    /** Removes an instance that has ended, with all it has; for ephemeral ones. Takes the instance's lock. */
    void deleteEnded(InstanceKey key);
}
