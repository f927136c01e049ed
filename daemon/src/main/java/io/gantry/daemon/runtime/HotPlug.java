package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.MountTable;
import io.gantry.system.mount.KernelMounts;
import io.gantry.system.mount.Mounts;
import io.gantry.system.nativecall.FileSystemIdentity;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.RootedFiles.Ownership;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import io.gantry.system.nativecall.SystemCallException;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gives disks and interfaces to running containers, and takes them away. */
public final class HotPlug implements AutoCloseable {
    private final Instances instances;
    private final DeviceMounts devices;
    private final RuntimePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;
    private final VethPairs pairs;
    private final InstanceNetworks networks;
    private final RunningContainers running;
    private final AwaitedNodes nodes = new AwaitedNodes(new NodePlug());

    public HotPlug(
            Instances instances,
            DeviceMounts devices,
            RuntimePaths paths,
            InstanceNetworks networks,
            RunningContainers running,
            CommandRunner commands) {
        this.running = running;
        this.networks = networks;
        this.instances = instances;
        this.devices = devices;
        this.paths = paths;
        this.commands = commands;
        this.mounts = new KernelMounts(commands);
        this.pairs = new VethPairs(commands);
    }

    /** Lets the nodes that may come later follow those of the host from now on. */
    void follow(ExpandedInstance instance) {
        instance.devices().forEach((name, device) -> {
            if (AwaitedNodes.mayComeLater(device)) {
                nodes.await(new AwaitedNodes.Place(instance.key(), name), device);
            }
        });
    }

    /** The container has ended. */
    void forget(InstanceKey key) {
        nodes.forget(key);
    }

    /** Follows the host's nodes no longer; what containers have stays. */
    @Override
    public void close() {
        nodes.close();
    }

    private final class NodePlug implements AwaitedNodes.Plug {
        @Override
        public Path ready(AwaitedNodes.Place place) {
            return devices.ready(place.instance().name(), place.device());
        }

        @Override
        public void in(AwaitedNodes.Place place, Map<String, String> device) {
            running.find(place.instance())
                    .ifPresent(container ->
                            addNow(instances.find(place.instance()), place.device(), device, container.initPid()));
        }

        @Override
        public void out(AwaitedNodes.Place place, Map<String, String> device) {
            running.find(place.instance())
                    .ifPresent(container ->
                            removeNow(instances.find(place.instance()), place.device(), device, container.initPid()));
        }
    }

    void add(ExpandedInstance instance, String name, Map<String, String> device, long pid) {
        if (AwaitedNodes.mayComeLater(device)) {
            nodes.await(new AwaitedNodes.Place(instance.key(), name), device);
        } else {
            addNow(instance, name, device, pid);
        }
    }

    private void addNow(ExpandedInstance instance, String name, Map<String, String> device, long pid) {
        act(instance, name, () -> {
            if (DeviceMounts.isMounted(device)) {
                Optional<DiskDevice> disk = devices.prepare(instance, name, device, idmap(instance));
                if (disk.isPresent()) {
                    addDisk(instance, name, disk.get(), pid);
                }
            } else {
                NetworkMember.of(instance).stream()
                        .filter(member -> member.device().equals(name))
                        .forEach(networks::join);
                plug(instance, NicDevice.of(instance, name, device), pid);
            }
        });
    }

    void remove(ExpandedInstance instance, String name, Map<String, String> device, long pid) {
        if (AwaitedNodes.mayComeLater(device)) {
            nodes.end(new AwaitedNodes.Place(instance.key(), name), device);
        } else {
            removeNow(instance, name, device, pid);
        }
    }

    private void removeNow(ExpandedInstance instance, String name, Map<String, String> device, long pid) {
        act(instance, name, () -> {
            if (DeviceMounts.isMounted(device)) {
                String target = DiskDevice.target(device.getOrDefault("path", device.getOrDefault("source", "")));
                unmount(instance, target, pid);
                if (DeviceMounts.isNode(device) && !isMountPoint(target, pid)) {
                    removeTarget(instance, target, pid);
                }
                devices.release(instance.key().name(), name);
            } else {
                pairs.remove(NicDevice.of(instance, name, device));
            }
        });
    }

    /** The container may have unmounted it, and what was optional may never have been there. */
    private void unmount(ExpandedInstance instance, String target, long pid) throws IOException {
        if (!isMountPoint(target, pid)) {
            return;
        }
        // By the container's own program: the host's may not find the place from outside.
        run(
                "lxc-attach",
                "-n",
                instance.key().name(),
                "-P",
                paths.lxcPath().toString(),
                "--",
                "umount",
                "-l",
                "/" + target);
    }

    private static boolean isMountPoint(String target, long pid) throws IOException {
        Path table = Path.of("/proc", Long.toString(pid), "mountinfo");
        Path place = Path.of("/").resolve(target);
        return MountTable.parse(Files.readAllLines(table)).stream()
                .anyMatch(mount -> mount.target().equals(place));
    }

    /** Limits an interface anew that is there and stays. */
    void limit(ExpandedInstance instance, String name, Map<String, String> device) {
        act(instance, name, () -> pairs.limit(NicDevice.of(instance, name, device)));
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void act(ExpandedInstance instance, String name, Act act) {
        try {
            act.run();
        } catch (CommandException | SystemCallException | IOException e) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "device " + name + " of the running instance " + instance.key() + " cannot be changed: "
                            + e.getMessage(),
                    e);
        }
    }

    private void addDisk(ExpandedInstance instance, String name, DiskDevice disk, long pid) throws IOException {
        Path point = paths.sharedMounts(instance.key().name()).resolve(name);
        boolean isFolder = Files.isDirectory(disk.source());
        try (var cleanup = new Rollback()) {
            makePoint(point, isFolder, cleanup);
            if (disk.isReadOnly()) {
                bindReadOnly(disk, point, isFolder);
            } else {
                run(
                        "mount",
                        disk.isRecursive() ? "--rbind" : "--bind",
                        disk.source().toString(),
                        point.toString());
            }
            cleanup.add("unmount " + point, () -> mounts.unmountLazily(point));
            makeTarget(instance, disk, isFolder, pid);
            run(
                    "mount",
                    "--no-mtab",
                    "--namespace",
                    Long.toString(pid),
                    "--move",
                    "/dev/.lxd-mounts/" + name,
                    "/" + disk.target());
        }
    }

    private static void makePoint(Path point, boolean isFolder, Rollback cleanup) throws IOException {
        if (isFolder) {
            Files.createDirectories(point);
        } else if (Files.notExists(point)) {
            Files.createDirectories(point.getParent());
            Files.createFile(point);
        }
        cleanup.add("remove " + point, () -> Files.deleteIfExists(point));
    }

    /** What appears in the container keeps the state it had when it was mounted: so it is made read-only elsewhere. */
    private void bindReadOnly(DiskDevice disk, Path point, boolean isFolder) throws IOException {
        Path staging = paths.directory().resolve("staging").resolve(point.getFileName());
        try (var cleanup = new Rollback()) {
            Files.createDirectories(staging.getParent());
            makePoint(staging, isFolder, cleanup);
            mounts.bindReadOnly(disk.source(), staging);
            cleanup.add("unmount " + staging, () -> mounts.unmountLazily(staging));
            mounts.bind(staging, point);
        }
    }

    /** Makes the place of the mount, in the name of the container's root. No link leads out of the container. */
    private void makeTarget(ExpandedInstance instance, DiskDevice disk, boolean isFolder, long pid) throws IOException {
        inContainer(instance, pid, (files, root) -> {
            Path target = Path.of(disk.target());
            for (int depth = 1; depth <= target.getNameCount(); depth++) {
                String way = target.subpath(0, depth).toString();
                boolean isLast = depth == target.getNameCount();
                if (files.exists(way)) {
                    continue;
                }
                if (isLast && !isFolder) {
                    files.openForWriting(way, WriteMode.OVERWRITE, root)
                            .channel()
                            .close();
                } else {
                    files.makeDirectory(way, root);
                }
            }
        });
    }

    private void removeTarget(ExpandedInstance instance, String target, long pid) throws IOException {
        inContainer(instance, pid, (files, _) -> {
            if (files.exists(target)) {
                files.remove(target);
            }
        });
    }

    private interface FileAct {
        void run(RootedFiles files, Ownership root) throws IOException;
    }

    private void inContainer(ExpandedInstance instance, long pid, FileAct act) throws IOException {
        DiskIdmap idmap = idmap(instance);
        long uid = idmap.toDisk(IdKind.USER, 0).orElse(0);
        long gid = idmap.toDisk(IdKind.GROUP, 0).orElse(0);
        try (var files = RootedFiles.at(Path.of("/proc", Long.toString(pid), "root"))) {
            new FileSystemIdentity(uid, gid).call(() -> {
                act.run(files, new Ownership(uid, gid, 0755));
                return true;
            });
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }

    /** What the ids of the host mean to the running instance. */
    private static DiskIdmap idmap(ExpandedInstance instance) {
        return DiskIdmap.parseJson(instance.record().config().getOrDefault("volatile.idmap.current", ""));
    }

    private void plug(ExpandedInstance instance, NicDevice nic, long pid) {
        pairs.plug(nic, pid);
        instances.change(instance.key(), record -> {
            var config = new HashMap<>(record.config());
            config.put("volatile." + nic.device() + ".host_name", nic.host());
            return record.withConfig(config);
        });
    }

    private void run(String program, String... arguments) {
        commands.run(Command.of(program, arguments));
    }
}
