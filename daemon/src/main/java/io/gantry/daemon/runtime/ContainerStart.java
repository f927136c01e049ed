package io.gantry.daemon.runtime;

import io.gantry.daemon.device.InstanceDevices;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.runtime.idmap.ContainerIdmaps;
import io.gantry.system.lxc.LxcException;
import io.gantry.system.lxc.LxcTools;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts containers. */
final class ContainerStart {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerStart.class);

    private final RuntimeServices services;
    private final ContainerHost host;
    private final LxcTools lxc;
    private final StartPreparation preparation;
    private final InstanceDevices devices;
    private final ContainerWatch watch;
    private final ContainerEnd end;
    private final CpuBalancer cpus;

    ContainerStart(
            RuntimeServices services,
            ContainerHost host,
            StartPreparation preparation,
            InstanceDevices devices,
            ContainerWatch watch,
            ContainerEnd end,
            CpuBalancer cpus) {
        this.services = services;
        this.host = host;
        this.lxc = host.lxc();
        this.preparation = preparation;
        this.devices = devices;
        this.watch = watch;
        this.end = end;
        this.cpus = cpus;
    }

    /**
     * Starts a container; where that fails, nothing of it is left.
     *
     * @throws DaemonException CONFLICT where it runs, INTERNAL with the reason otherwise
     */
    void start(InstanceKey key) {
        if (watch.isRunning(key)) {
            throw DaemonException.conflict("The instance is already running: " + key);
        }
        ExpandedInstance started = begin(key);
        try {
            services.devlxd().follow(started, ContainerIdmaps.rootOf(PowerState.idmap(started)));
            devices.follow(started);
        } catch (RuntimeException failure) {
            end.end(key, new ContainerEnd.Manner.Killed());
            throw failure;
        }
        cpus.rebalance();
        services.events().lifecycle("instance-started", key.url(), Map.of());
    }

    /** Its processes run when this returns, and their end is going to release what the container holds. */
    private ExpandedInstance begin(InstanceKey key) {
        try (var rollback = new Rollback()) {
            StartPreparation.Prepared prepared = preparation.prepare(key, rollback);
            try {
                lxc.start(key.name(), prepared.configuration(), prepared.log());
            } catch (LxcException e) {
                throw new DaemonException(
                        FailureCategory.INTERNAL, "instance " + key + " did not start: " + e.getMessage(), e);
            }
            rollback.add("end " + key, () -> lxc.kill(key.name()));
            long pid = lxc.initPid(key.name())
                    .orElseThrow(() -> new DaemonException(FailureCategory.INTERNAL, endedAtOnce(key)));
            long monitor = monitorOf(key, pid);
            ExpandedInstance started = services.instances()
                    .change(
                            key,
                            record -> PowerState.started(
                                    record, prepared.idmap(), services.clock().instant()));
            noteGroups(key, pid);
            watch.begin(new RunningContainer(key, pid, monitor, prepared.volume()));
            rollback.keep();
            return started;
        }
    }

    private long monitorOf(InstanceKey key, long pid) {
        try {
            return host.processes().parentOf(pid);
        } catch (IOException e) {
            throw new DaemonException(FailureCategory.INTERNAL, endedAtOnce(key), e);
        }
    }

    private static String endedAtOnce(InstanceKey key) {
        return "instance " + key + " ended as soon as it was started";
    }

    private void noteGroups(InstanceKey key, long initPid) {
        try {
            host.cgroups().leftovers(initPid, key.name()).write(host.paths().groups(key.name()));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "the control groups of instance {} cannot be noted; some may stay if its monitor is killed",
                    key,
                    e);
        }
    }
}
