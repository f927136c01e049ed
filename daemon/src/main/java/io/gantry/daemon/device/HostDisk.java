package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys.Disk;
import io.gantry.daemon.device.host.BindMount;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.ReadyPlaces;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.storage.idmap.DiskIdmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A directory or file of the host in a container. With {@code shift} its owners are shifted as the container's are. */
record HostDisk(String name, BindMount mount, boolean isOptional, boolean isShifted) implements Device {
    static final DeviceType TYPE = new DeviceType(
            "disk",
            Disk.ALL,
            description -> !RootDisk.describes(description),
            HostDisk::checkForm,
            (name, description, _) -> of(name, description));

    private static void checkForm(Config description) {
        if (!description.isSet(Disk.PATH)) {
            throw DaemonException.invalid("it has no path");
        }
        if (!description.isSet(Disk.SOURCE)) {
            throw DaemonException.invalid("its source, an absolute path of the host, is missing");
        }
        if (description.isSet(Disk.POOL)) {
            throw DaemonException.invalid("volumes of storage pools can be no disks here, but for the root");
        }
    }

    private static HostDisk of(String name, Map<String, String> values) {
        var config = new Config(values);
        return new HostDisk(
                name,
                new BindMount(
                        Path.of(config.text(Disk.SOURCE)),
                        BindMount.target(config.text(Disk.PATH)),
                        config.get(Disk.READONLY),
                        config.get(Disk.RECURSIVE)),
                config.find(Disk.REQUIRED).map(isRequired -> !isRequired).orElseGet(() -> config.get(Disk.OPTIONAL)),
                config.get(Disk.SHIFT));
    }

    @Override
    public void check(DeviceOwner owner, DeviceHost host) {
        if (!isOptional && !Files.exists(mount.source())) {
            throw DaemonException.invalid(
                    "Missing source path \"" + mount.source() + "\": create it, or set required=false for the device");
        }
    }

    @Override
    public void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) throws IOException {
        if (Files.exists(mount.source())) {
            plan.undoBy("give back " + name, () -> release(owner.key(), host));
            plan.mount(ready(owner, host));
        }
    }

    @Override
    public void plug(DeviceOwner owner, long initPid, DeviceHost host) throws IOException {
        if (!Files.exists(mount.source())) {
            return;
        }
        try {
            host.containers().mount(owner.namespace(initPid), name, ready(owner, host));
        } catch (IOException | RuntimeException failure) {
            release(owner.key(), host);
            throw failure;
        }
    }

    /** What is to be mounted: the source, or a place where its owners are right. */
    private BindMount ready(DeviceOwner owner, DeviceHost host) throws IOException {
        if (!isShifted || !owner.idmap().isShifted()) {
            return mount;
        }
        Path place = new ReadyPlaces(host).free(owner.container(), name);
        if (Files.isDirectory(mount.source())) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }
        try {
            host.shifted().mount(mount.source(), place, DiskIdmap.UNSHIFTED, owner.idmap());
        } catch (RuntimeException failure) {
            release(owner.key(), host);
            throw failure;
        }
        return mount.from(place);
    }

    @Override
    public void unplug(DeviceOwner owner, long initPid, DeviceHost host) throws IOException {
        host.containers().unmount(owner.namespace(initPid), mount.target());
        release(owner.key(), host);
    }

    @Override
    public void release(InstanceKey instance, DeviceHost host) throws IOException {
        new ReadyPlaces(host).release(instance.name(), name);
    }
}
