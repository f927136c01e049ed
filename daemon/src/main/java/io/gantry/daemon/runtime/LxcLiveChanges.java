package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.GuestDoor;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.LiveChanges;
import io.gantry.daemon.instance.RunState;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import io.gantry.system.cgroup.ContainerCgroup;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings changed limits, disks and interfaces to running containers. */
public final class LxcLiveChanges implements LiveChanges {
    private static final String CPUS = "limits.cpu";

    private final InstanceRuntime runtime;
    private final CgroupLayout cgroups;
    private final CpuBalancer cpus;
    private final GuestDoor door;
    private final HotPlug hotPlug;

    public LxcLiveChanges(
            InstanceRuntime runtime, CgroupLayout cgroups, CpuBalancer cpus, GuestDoor door, HotPlug hotPlug) {
        this.runtime = runtime;
        this.cpus = cpus;
        this.door = door;
        this.cgroups = cgroups;
        this.hotPlug = hotPlug;
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
            limit(before.config(), after.config(), pid, after);
            rollback.add("give back the old limits", () -> limit(after.config(), before.config(), pid, before));
            if (!before.config().getOrDefault(CPUS, "").equals(after.config().getOrDefault(CPUS, ""))) {
                cpus.follow(after);
                rollback.add("give back the old CPUs", () -> cpus.follow(before));
            }
            plug(before, after, pid, rollback);
            rollback.keep();
        }
        door.follow(after, ContainerIdmaps.rootOf(runtime.runningIdmap(after.key())));
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

    private void plug(ExpandedInstance before, ExpandedInstance after, long pid, Rollback rollback) {
        Map<String, Map<String, String>> old = new TreeMap<>(before.devices());
        Map<String, Map<String, String>> wanted = new TreeMap<>(after.devices());
        old.forEach((name, device) -> {
            if (isPluggable(device) && !isSame(device, wanted.get(name))) {
                hotPlug.remove(before, name, device, pid);
                rollback.add("plug " + name + " in again", () -> hotPlug.add(before, name, device, pid));
            }
        });
        wanted.forEach((name, device) -> {
            Map<String, String> former = old.get(name);
            if (isPluggable(device) && !isSame(device, former)) {
                hotPlug.add(after, name, device, pid);
                rollback.add("unplug " + name, () -> hotPlug.remove(after, name, device, pid));
            } else if (NicDevice.isNic(device) && former != null && !device.equals(former)) {
                hotPlug.limit(after, name, device);
                rollback.add("limit " + name + " as before", () -> hotPlug.limit(before, name, former));
            }
        });
    }

    /** Whether a device can stay plugged in: only the limits of an interface may differ. */
    private static boolean isSame(Map<String, String> device, @Nullable Map<String, String> other) {
        return other != null && withoutLimits(device).equals(withoutLimits(other));
    }

    private static Map<String, String> withoutLimits(Map<String, String> device) {
        var kept = new HashMap<>(device);
        if (NicDevice.isNic(device)) {
            kept.keySet().removeIf(key -> key.startsWith("limits."));
        }
        return kept;
    }

    private static boolean isPluggable(Map<String, String> device) {
        return "nic".equals(device.get("type")) || DeviceMounts.isMounted(device);
    }
}
