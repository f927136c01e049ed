package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the instances that are to run when the daemon starts. */
final class Autostart {
    private static final Logger LOG = LoggerFactory.getLogger(Autostart.class);

    private final LxcRuntime runtime;
    private final InstanceLocks locks;

    Autostart(LxcRuntime runtime, InstanceLocks locks) {
        this.runtime = runtime;
        this.locks = locks;
    }

    /** Starts them one after the other, each after the delay of the one before; an interrupt ends it. */
    void startAll() {
        for (ExpandedInstance instance : runtime.toStart()) {
            try {
                start(instance);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void start(ExpandedInstance instance) throws InterruptedException {
        InstanceKey key = instance.key();
        try (var _ = locks.acquire(key, "start")) {
            runtime.start(key);
            Thread.sleep(1000L * Integer.parseInt(instance.config().getOrDefault("boot.autostart.delay", "0")));
        } catch (DaemonException failure) {
            LOG.warn("instance {} was not started with the daemon: {}", key, failure.getMessage());
        }
    }
}
