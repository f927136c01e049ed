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
            Instances instances,
            InstanceRuntime runtime,
            InstanceLocks locks,
            InstanceKey key,
            Optional<String> snapshot) {
        instances.find(key);
        boolean isInUse = snapshot.isEmpty() && !(runtime.state(key) instanceof RunState.Stopped);
        boolean isStill = snapshot.isEmpty() && !isInUse;
        InstanceLocks.Held held = isStill ? locks.read(key, ACT) : locks.keep(key, ACT);
        try {
            if (isStill && !(runtime.state(key) instanceof RunState.Stopped)) {
                throw DaemonException.conflict("Instance is busy: " + key + " has just been started; copy it again");
            }
            return new ReadInstance(
                    instances.find(key), snapshot.map(name -> find(instances, key, name)), isInUse, held);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static SnapshotRecord find(Instances instances, InstanceKey key, String name) {
        return instances.snapshots(key).stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst()
                .orElseThrow(() -> DaemonException.notFound("Snapshot not found: " + key + "/" + name));
    }

    @Override
    public void close() {
        held.close();
    }
}
