package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.RunState;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.ContainerCgroup;
import io.gantry.system.lxc.LxcTools;
import java.util.OptionalLong;

/** What containers do now. Safe for use by many threads. */
final class ContainerStates {
    private final RunningContainers running;
    private final LxcTools lxc;
    private final CgroupLayout cgroups;
    private final HostProcesses processes;

    ContainerStates(RunningContainers running, ContainerHost host) {
        this.running = running;
        this.lxc = host.lxc();
        this.cgroups = host.cgroups();
        this.processes = host.processes();
    }

    RunState state(InstanceKey key) {
        long pid = running.find(key).map(this::currentInit).orElse(0L);
        if (pid == 0) {
            return new RunState.Stopped();
        }
        boolean isFrozen = cgroups.ofContainer(pid, key.name()).isFrozen();
        return isFrozen ? new RunState.Frozen(pid) : new RunState.Running(pid);
    }

    /**
     * The control groups of a running container.
     *
     * @throws DaemonException CONFLICT where it doesn't run
     */
    ContainerCgroup group(InstanceKey key) {
        return cgroups.ofContainer(currentInit(running.require(key)), key.name());
    }

    /** The init that runs now; 0 where the container is about to end. */
    private long currentInit(RunningContainer container) {
        long pid = container.initPid();
        if (processes.isAlive(pid)) {
            return pid;
        }
        OptionalLong next = lxc.initPid(container.key().name());
        next.ifPresent(container::initIs);
        return next.orElse(0);
    }
}
