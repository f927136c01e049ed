package io.gantry.daemon.profile;

import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceRecord;
import java.util.ArrayList;
import java.util.List;

/** The locks of several instances, of which either all are held or none. */
final class HeldInstances implements AutoCloseable {
    private final List<InstanceLocks.Held> held = new ArrayList<>();

    /** @throws io.gantry.daemon.failure.DaemonException CONFLICT naming an instance that is busy */
    HeldInstances(InstanceLocks locks, List<InstanceRecord> instances) {
        try {
            for (InstanceRecord instance : instances) {
                held.add(locks.acquire(instance.key(), "update of a profile"));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        held.reversed().forEach(InstanceLocks.Held::close);
    }
}
