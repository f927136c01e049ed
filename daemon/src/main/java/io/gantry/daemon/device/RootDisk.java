package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys.Disk;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.storage.idmap.DiskIdmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The disk that holds an instance's root file system, with owners that are right inside. Most volumes have the
 * container's own ids on disk, which liblxc shifts when it mounts them. A volume from a host that shifts on disk is taken
 * as it is where the ids happen to be the right ones, and otherwise is mounted elsewhere, with other owners. A container
 * has it for its whole life.
 */
record RootDisk(String name) implements Device {
    static final DeviceType TYPE = new DeviceType(
            "disk", Disk.ALL, RootDisk::describes, RootDisk::checkForm, (name, _, _) -> new RootDisk(name));

    static boolean describes(Config description) {
        return description.text(Disk.PATH).equals("/");
    }

    private static void checkForm(Config description) {
        if (description.isSet(Disk.SOURCE)) {
            throw DaemonException.invalid("a root disk has no source");
        }
    }

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {}

    @Override
    public void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) throws IOException {
        release(owner.key(), host);
        DiskIdmap onDisk = onDisk(owner);
        DiskIdmap inUse = owner.idmap();
        if (onDisk.isSameAs(inUse) || !onDisk.isShifted()) {
            plan.root(new StartPlan.Root(plan.rootfs(), inUse.isShifted() && !onDisk.isShifted()));
            return;
        }
        Path target = Files.createDirectories(host.paths().rootMount(owner.container()));
        plan.undoBy("remove " + target, () -> release(owner.key(), host));
        host.shifted().mount(plan.rootfs(), target, onDisk, inUse);
        plan.root(new StartPlan.Root(target, false));
    }

    private static DiskIdmap onDisk(DeviceOwner owner) {
        return new Config(owner.instance().record().config()).get(VolatileKeys.LAST_STATE_IDMAP);
    }

    @Override
    public void plug(DeviceOwner owner, long initPid, DeviceHost host) {}

    @Override
    public void unplug(DeviceOwner owner, long initPid, DeviceHost host) {}

    @Override
    public void release(InstanceKey instance, DeviceHost host) throws IOException {
        Path target = host.paths().rootMount(instance.name());
        if (Files.exists(target)) {
            host.mounts().unmountLazily(target);
            Files.deleteIfExists(target);
        }
    }
}
