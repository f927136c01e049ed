package io.gantry.daemon.instance;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.Operation;
import io.gantry.daemon.operation.OperationContext;
import java.util.Optional;

/** Instances that travel between daemons. Safe for use by many threads. */
public interface InstanceMigration {
    /**
     * Offers an instance, or one of its snapshots, to another daemon: the operation holds the secrets with which that
     * one connects. The instance is never changed.
     *
     * @param snapshot the snapshot to send as an instance of its own; empty for the instance
     * @throws io.gantry.daemon.failure.DaemonException where it can't be sent, such as a running one without
     *     {@code live}
     */
    Operation offer(InstanceKey instance, Optional<String> snapshot, InstancePost request);

    /**
     * Receives a new instance: its volume, and its snapshots with their records. The caller holds the instance's lock,
     * has written its intent and inserted the record, and undoes everything when this throws.
     *
     * @param whenWhole called once everything is received and before the source hears of it: when it returns, nothing
     *     may undo the instance any more, since the source may be deleted from then on
     */
    void receive(InstanceRecord instance, InstanceSource source, OperationContext context, Runnable whenWhole)
            throws Exception;
}
