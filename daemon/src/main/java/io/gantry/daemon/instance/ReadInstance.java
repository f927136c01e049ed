package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.Optional;

/**
 * An instance, or one of its snapshots, while it is copied: what is read cannot be removed or replaced meanwhile, and a
 * stopped instance that is read as a whole cannot be started or changed either. Closing it lets it go.
 *
 * @param chosen the snapshot that is read instead of the instance
 * @param isInUse whether processes may change what is read
 */
public record ReadInstance(
        ExpandedInstance instance, Optional<SnapshotRecord> chosen, boolean isInUse, InstanceLocks.Held held)
        implements AutoCloseable {
    private static final String ACT = "copy";

    /** @throws DaemonException NOT_FOUND, or CONFLICT naming what is being done with the instance */
    public static ReadInstance begin(
            Instances instances, InstanceRuntime runtime, InstanceLocks locks, SourceKey source) {
        InstanceKey key = source.instance();
        instances.find(key);
        boolean isWhole = source instanceof InstanceKey;
        boolean isInUse = isWhole && !(runtime.state(key) instanceof RunState.Stopped);
        boolean isStill = isWhole && !isInUse;
        InstanceLocks.Held held = isStill ? locks.read(key, ACT) : locks.keep(key, ACT);
        try {
            if (isStill && !(runtime.state(key) instanceof RunState.Stopped)) {
                throw DaemonException.conflict("Instance is busy: " + key + " has just been started; copy it again");
            }
            Optional<SnapshotRecord> chosen = source instanceof SnapshotKey snapshot
                    ? Optional.of(instances.snapshot(snapshot))
                    : Optional.empty();
            return new ReadInstance(instances.find(key), chosen, isInUse, held);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
