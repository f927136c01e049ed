package io.gantry.daemon.instance;

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
    @Override
    public void close() {
        held.close();
    }
}
