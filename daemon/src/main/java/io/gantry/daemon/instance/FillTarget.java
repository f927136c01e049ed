package io.gantry.daemon.instance;

import java.util.Optional;

/**
 * An instance whose volume is to be filled.
 *
 * @param instance its record is there already; its volume and its snapshots are not
 * @param existing an older copy in the same pool, from which only the differences need to come; empty where there is
 *     none
 * @param commit to be called once everything is there, volume and snapshots with their records: when it returns, nothing
 *     undoes the instance any more. Further calls do nothing.
 */
public record FillTarget(InstanceRecord instance, Optional<InstanceRecord> existing, Commit commit) {
    /** The point at which the content counts. */
    @FunctionalInterface
    public interface Commit {
        /** @throws io.gantry.daemon.failure.DaemonException where the content cannot count; it is undone then */
        void reach();
    }
}
