package io.gantry.daemon.runtime;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.device.InstanceDevices;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.Devlxd;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.LiveChanges;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.runtime.idmap.ContainerIdmaps;
import io.gantry.daemon.runtime.limit.ResourceLimits;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import io.gantry.system.cgroup.ContainerCgroup;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.util.Map;

/** Brings changed limits and devices to running containers. */
final class LxcLiveChanges implements LiveChanges {
    private final InstanceRuntime runtime;
    private final CgroupLayout cgroups;
    private final CpuBalancer cpus;
    private final Devlxd devlxd;
    private final InstanceDevices devices;

    LxcLiveChanges(
            InstanceRuntime runtime, CgroupLayout cgroups, CpuBalancer cpus, Devlxd devlxd, InstanceDevices devices) {
        this.runtime = runtime;
        this.cpus = cpus;
        this.devlxd = devlxd;
        this.cgroups = cgroups;
        this.devices = devices;
    }

    @Override
    public void apply(ExpandedInstance before, ExpandedInstance after) {
        switch (runtime.state(before.key())) {
            case RunState.Stopped _ -> {}
            case RunState.Running(long pid) -> apply(before, after, pid);
            case RunState.Frozen(long pid) -> apply(before, after, pid);
        }
    }

    private void apply(ExpandedInstance before, ExpandedInstance after, long pid) {
        try (var rollback = new Rollback()) {
            rollback.add("give back the old limits", () -> limit(after.config(), before.config(), pid, before));
            limit(before.config(), after.config(), pid, after);
            if (InstanceKeys.LIMITS_CPU.isChanged(before.config(), after.config())) {
                rollback.add("give back the old CPUs", () -> cpus.follow(before));
                cpus.follow(after);
            }
            devices.change(LxcRuntime.owner(before), LxcRuntime.owner(after), pid, rollback);
            rollback.keep();
        }
        devlxd.follow(after, ContainerIdmaps.rootOf(runtime.runningIdmap(after.key())));
    }

    private void limit(Map<String, String> before, Map<String, String> after, long pid, ExpandedInstance instance) {
        var limits = new ResourceLimits(cgroups);
        ContainerCgroup group = cgroups.ofContainer(pid, instance.key().name());
        limits.changes(before, after).forEach(setting -> set(group, setting, instance));
    }

    private static void set(ContainerCgroup group, CgroupSetting setting, ExpandedInstance instance) {
        try {
            group.set(setting);
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "the kernel refuses " + setting.file() + " = " + setting.value() + " for the running instance "
                            + instance.key() + ": " + e.getMessage(),
                    e);
        }
    }
}
