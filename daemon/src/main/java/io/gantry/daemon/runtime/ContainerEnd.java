package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.system.lxc.LxcException;
import io.gantry.system.lxc.LxcTools;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends containers that somebody wants to end. */
final class ContainerEnd {
    private final RunningContainers running;
    private final LxcTools lxc;

    ContainerEnd(RunningContainers running, LxcTools lxc) {
        this.running = running;
        this.lxc = lxc;
    }

    /** How a container is brought to its end. */
    sealed interface Manner {
        /** Its init is asked, and may take this long; negative for ever. */
        record Asked(Duration limit) implements Manner {}

        /** All of its processes are killed. */
        record Killed() implements Manner {
            private static final Duration LIMIT = Duration.ofSeconds(30);
        }
    }

    /**
     * Ends a container; everything it held is released when this returns.
     *
     * @throws DaemonException CONFLICT where it doesn't run; INTERNAL where it still runs after the time
     */
    void end(InstanceKey key, Manner manner) {
        RunningContainer container = running.require(key);
        container.ask();
        try {
            switch (manner) {
                case Manner.Asked(Duration limit) -> {
                    lxc.requestShutdown(key.name());
                    require(
                            await(container, limit),
                            "instance " + key + " still runs " + limit.toSeconds()
                                    + " s after it was asked to shut down; wait longer, or stop it with --force");
                }
                case Manner.Killed _ -> {
                    lxc.kill(key.name());
                    require(
                            await(container, Manner.Killed.LIMIT),
                            "the processes of instance " + key + " were killed and do not end: the kernel holds them");
                }
            }
        } catch (LxcException e) {
            throw new DaemonException(FailureCategory.INTERNAL, "instance " + key + ": " + e.getMessage(), e);
        }
    }

    private static void require(boolean isEnded, String complaint) {
        if (!isEnded) {
            throw new DaemonException(FailureCategory.INTERNAL, complaint);
        }
    }

    private static boolean await(RunningContainer container, Duration limit) {
        try {
            if (limit.isNegative()) {
                container.released().get();
            } else {
                container.released().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaemonException(
                    FailureCategory.UNAVAILABLE, "waiting for the end of " + container.key() + " was cancelled", e);
        }
    }
}
