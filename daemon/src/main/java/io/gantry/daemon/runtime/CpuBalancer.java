package io.gantry.daemon.runtime;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.runtime.limit.CpuBalance;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import io.gantry.system.cgroup.Controller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spreads running containers over the CPUs, by {@link CpuBalance}. Thread-safe. */
final class CpuBalancer {
    private static final Logger LOG = LoggerFactory.getLogger(CpuBalancer.class);
    private static final String FILE = "cpuset.cpus";

    private final Instances instances;
    private final RunningContainers running;
    private final CgroupLayout cgroups;
    private final HostProcesses processes;
    private final Map<InstanceKey, String> assigned = new HashMap<>();
    private final Map<InstanceKey, Optional<CpuLimit>> pending = new HashMap<>();

    CpuBalancer(Instances instances, RunningContainers running, ContainerHost host) {
        this.instances = instances;
        this.running = running;
        this.cgroups = host.cgroups();
        this.processes = host.processes();
    }

    /** What a container that is about to start is to be set to; empty where it may use all CPUs. */
    synchronized Optional<CgroupSetting> atStart(ExpandedInstance starting) {
        Map<InstanceKey, CpuLimit> limits = limits();
        Optional<CpuLimit> limit = limit(starting);
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        limits.put(starting.key(), limit.get());
        return Optional.ofNullable(CpuBalance.of(limits, usable()).get(starting.key()))
                .flatMap(this::setting);
    }

    /** Takes a configuration into account that is going to be stored. */
    synchronized void follow(ExpandedInstance changed) {
        pending.put(changed.key(), limit(changed));
        rebalance();
    }

    /** Gives the running containers their CPUs anew. */
    synchronized void rebalance() {
        Map<InstanceKey, String> wanted = CpuBalance.of(limits(), usable());
        for (RunningContainer container : running.all()) {
            InstanceKey key = container.key();
            String cpus = wanted.get(key);
            if (cpus != null && !cpus.equals(assigned.get(key))) {
                assign(container, cpus);
            } else if (cpus == null && assigned.containsKey(key)) {
                assign(container, processes.allowedCpus());
                assigned.remove(key);
            }
        }
        assigned.keySet().removeIf(key -> running.find(key).isEmpty());
        pending.keySet().removeIf(key -> running.find(key).isEmpty());
    }

    private void assign(RunningContainer container, String cpus) {
        Optional<CgroupSetting> setting = setting(cpus);
        if (setting.isEmpty()) {
            return;
        }
        try {
            cgroups.ofContainer(container.initPid(), container.key().name()).set(setting.get());
            assigned.put(container.key(), cpus);
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("instance {} cannot run on the CPUs {}: {}", container.key(), cpus, failure.getMessage());
        }
    }

    private Map<InstanceKey, CpuLimit> limits() {
        var limits = new HashMap<InstanceKey, CpuLimit>();
        for (ExpandedInstance instance : instances.list()) {
            pending.remove(instance.key(), limit(instance));
            Optional<CpuLimit> limit = pending.getOrDefault(instance.key(), limit(instance));
            if (running.find(instance.key()).isPresent()) {
                limit.ifPresent(cpus -> limits.put(instance.key(), cpus));
            }
        }
        return limits;
    }

    private static Optional<CpuLimit> limit(ExpandedInstance instance) {
        return instance.find(InstanceKeys.LIMITS_CPU);
    }

    private Optional<CgroupSetting> setting(String cpus) {
        return cgroups.version(Controller.CPUSET)
                .map(version -> new CgroupSetting(Controller.CPUSET, version, FILE, cpus));
    }

    /** Containers get no CPUs but those of the daemon. */
    private SortedSet<Integer> usable() {
        return CpuLimit.cpus(processes.allowedCpus());
    }
}
