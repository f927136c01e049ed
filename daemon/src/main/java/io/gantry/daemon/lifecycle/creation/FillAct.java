package io.gantry.daemon.lifecycle.creation;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks.Held;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.intent.Intents.Intent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * What is done with content: a new instance is made with it, or an old one is brought up to date. {@link VolumeFill} calls
 * these steps in their order.
 */
sealed interface FillAct permits NewVolume, RefreshedVolume {
    InstanceKey key();

    /** The pool of the volume. */
    String pool();

    /** What the act is called in its intent. */
    String intent();

    /** What a start of the daemon has to know of the act, to undo it or to bring it to its end. */
    default Map<String, String> facts() {
        return Map.of("pool", pool(), "project", key().project(), "name", key().name());
    }

    /** What clients are told of when it is done. */
    String event();

    /** @throws DaemonException CONFLICT where something else is done with the instance */
    Held lock();

    /** @throws DaemonException where the act is not possible any more, now that the lock is held */
    void check();

    /** Makes the record whose volume is to be filled. */
    InstanceRecord begin();

    /** An older copy of it; see {@link FillTarget#existing}. */
    Optional<InstanceRecord> existing();

    /** Undoes what has been done before the act was decided. */
    void undo();

    /** Does what has to be done with the whole volume before it counts. */
    void prepare();

    /** The commit point: the content counts when the transaction of this connection does. */
    void decide(Connection connection, Intent intent) throws SQLException;

    /** What follows from the decision; a start of the daemon does it where this could not. */
    void complete(Intent intent);
}
