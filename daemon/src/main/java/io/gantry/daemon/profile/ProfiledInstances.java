package io.gantry.daemon.profile;

import io.gantry.daemon.instance.ExpandedInstance;

/** Brings changes of profiles to the instances that have them. Safe for use by many threads. */
@FunctionalInterface
public interface ProfiledInstances {
    /**
     * Makes an instance and its volume what they are to be, a running one at once. The caller holds the instance's
     * lock and stores the result. What fails is taken back.
     *
     * @return the new instance, with what the daemon keeps for it
     * @throws io.gantry.daemon.failure.DaemonException naming what of the instance could not change
     */
    ExpandedInstance follow(ExpandedInstance before, ExpandedInstance after);
}
