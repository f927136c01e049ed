package io.gantry.daemon.runtime;

import io.gantry.api.InstanceState;
import io.gantry.api.InstanceStateCpu;
import io.gantry.api.InstanceStateDisk;
import io.gantry.api.InstanceStateMemory;
import io.gantry.api.StatusCode;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceStateReader;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.Volume;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.ContainerCgroup;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads figures of instances from their control groups, network namespaces and volumes. */
final class LxcStateReader implements InstanceStateReader {
    private static final long UNKNOWN = -1;

    private final InstanceRuntime runtime;
    private final CgroupLayout cgroups;
    private final StoragePools pools;

    LxcStateReader(InstanceRuntime runtime, CgroupLayout cgroups, StoragePools pools) {
        this.runtime = runtime;
        this.cgroups = cgroups;
        this.pools = pools;
    }

    @Override
    public StatusCode status(InstanceKey key) {
        return status(runtime.state(key));
    }

    private static StatusCode status(RunState state) {
        return switch (state) {
            case RunState.Stopped _ -> StatusCode.STOPPED;
            case RunState.Running _ -> StatusCode.RUNNING;
            case RunState.Frozen _ -> StatusCode.FROZEN;
        };
    }

    @Override
    public InstanceState read(ExpandedInstance instance) {
        RunState state = runtime.state(instance.key());
        return switch (state) {
            case RunState.Stopped _ -> stopped(instance);
            case RunState.Running(long pid) -> running(instance, StatusCode.RUNNING, pid);
            case RunState.Frozen(long pid) -> running(instance, StatusCode.FROZEN, pid);
        };
    }

    private InstanceState stopped(ExpandedInstance instance) {
        return new InstanceState(
                StatusCode.STOPPED.text(),
                StatusCode.STOPPED.code(),
                disk(instance),
                new InstanceStateMemory(0, 0, 0, 0),
                null,
                0,
                0,
                new InstanceStateCpu(0));
    }

    private InstanceState running(ExpandedInstance instance, StatusCode status, long pid) {
        try {
            ContainerCgroup group = cgroups.ofContainer(pid, instance.key().name());
            return new InstanceState(
                    status.text(),
                    status.code(),
                    disk(instance),
                    new InstanceStateMemory(
                            group.memory().orElse(0),
                            group.memoryPeak().orElse(0),
                            group.swap().orElse(0),
                            group.swapPeak().orElse(0)),
                    ContainerInterfaces.read(instance, pid),
                    pid,
                    group.processes().orElse(UNKNOWN),
                    new InstanceStateCpu(group.processorTime().orElse(UNKNOWN)));
        } catch (UncheckedIOException e) {
            // It ended while it was looked at.
            return stopped(instance);
        }
    }

    private Map<String, InstanceStateDisk> disk(ExpandedInstance instance) {
        var disks = new TreeMap<String, InstanceStateDisk>();
        var record = instance.record();
        OptionalLong usage = pools.started(record.pool())
                .volumes()
                .usage(Volume.container(
                        record.pool(), record.key().project(), record.key().name()));
        usage.ifPresent(bytes -> instance.devices().forEach((name, device) -> {
            if ("disk".equals(device.get("type")) && "/".equals(device.get("path"))) {
                disks.put(name, new InstanceStateDisk(bytes));
            }
        }));
        return disks;
    }
}
