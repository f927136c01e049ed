package io.gantry.daemon.instance;

import io.gantry.daemon.feature.Feature;

/**
 * What makes processes of instances: all that the others need of it. As a feature it takes over at its start what
 * runs, and lets it go on running at its close.
 */
public interface InstanceEngine extends Feature {
    InstanceRuntime runtime();

    LiveChanges liveChanges();

    InstanceStateReader states();

    HostRules hostRules();

    IdRanges ids();

    /** Starts the instances that are to run and don't, one after the other; returns when that is done or interrupted. */
    void startAll();
}
