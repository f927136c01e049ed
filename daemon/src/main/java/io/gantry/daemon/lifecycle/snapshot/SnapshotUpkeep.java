package io.gantry.daemon.lifecycle.snapshot;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes expired snapshots, once a minute. */
public final class SnapshotUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotUpkeep.class);

    private final Snapshots snapshots;
    private final ScheduledExecutorService eachMinute = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("snapshot upkeep").factory());

    public SnapshotUpkeep(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** Begins; the first time is soon after the daemon's start. */
    public void start() {
        var _ = eachMinute.scheduleWithFixedDelay(this::run, 1, 60, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            snapshots.removeExpired();
        } catch (RuntimeException failure) {
            // A task that throws would never run again.
            LOG.error("the upkeep of snapshots failed", failure);
        }
    }

    @Override
    public void close() {
        eachMinute.shutdownNow();
    }
}
