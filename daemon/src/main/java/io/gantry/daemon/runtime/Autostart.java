package io.gantry.daemon.runtime;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.Instances;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, together with the daemon, the instances that are to run. */
final class Autostart {
    private static final Logger LOG = LoggerFactory.getLogger(Autostart.class);

    private final Instances instances;
    private final RunningContainers running;
    private final InstanceLocks locks;
    private final Consumer<InstanceKey> start;
    private final Delay delay;

    /** Lets time go by. */
    @FunctionalInterface
    interface Delay {
        void pass(Duration duration) throws InterruptedException;
    }

    /** @param start starts an instance whose lock is held */
    Autostart(
            Instances instances,
            RunningContainers running,
            InstanceLocks locks,
            Consumer<InstanceKey> start,
            Delay delay) {
        this.instances = instances;
        this.running = running;
        this.locks = locks;
        this.start = start;
        this.delay = delay;
    }

    /**
     * Starts one after the other, those of a higher {@code boot.autostart.priority} first; after each the others wait for
     * its {@code boot.autostart.delay}. What fails is logged. An interrupt ends it.
     */
    void startAll() {
        List<ExpandedInstance> waiting = instances.list().stream()
                .filter(instance -> running.find(instance.key()).isEmpty())
                .filter(ExpandedInstance::startsWithDaemon)
                .sorted(Comparator.comparing(
                                (ExpandedInstance instance) -> instance.get(InstanceKeys.BOOT_AUTOSTART_PRIORITY))
                        .reversed())
                .toList();
        for (ExpandedInstance instance : waiting) {
            try (var _ = locks.acquire(instance.key(), "start")) {
                start.accept(instance.key());
                delay.pass(instance.get(InstanceKeys.BOOT_AUTOSTART_DELAY));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (DaemonException failure) {
                LOG.warn("instance {} was not started with the daemon: {}", instance.key(), failure.getMessage());
            }
        }
    }
}
