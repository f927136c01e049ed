package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.Optional;

/** Takes hold of instances that are copied or sent. Safe for use by many threads. */
public final class ReadInstances {
    private static final String ACT = "copy";

    private final Instances instances;
    private final InstanceRuntime runtime;
    private final InstanceLocks locks;

    public ReadInstances(Instances instances, InstanceRuntime runtime, InstanceLocks locks) {
        this.instances = instances;
        this.runtime = runtime;
        this.locks = locks;
    }

    /** @throws DaemonException NOT_FOUND, or CONFLICT naming what is being done with the instance */
    public ReadInstance begin(SourceKey source) {
        InstanceKey key = source.instance();
        instances.find(key);
        boolean isWhole = source instanceof InstanceKey;
        boolean isInUse = isWhole && !isStopped(key);
        boolean isStill = isWhole && !isInUse;
        InstanceLocks.Held held = isStill ? locks.read(key, ACT) : locks.keep(key, ACT);
        try {
            if (isStill && !isStopped(key)) {
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

    private boolean isStopped(InstanceKey key) {
        return runtime.state(key) instanceof RunState.Stopped;
    }
}
