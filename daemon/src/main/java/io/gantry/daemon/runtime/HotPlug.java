package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.Mounts;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.RootedFiles.Ownership;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives disks and interfaces to running containers, and takes them away. */
public final class HotPlug {
    private final RuntimePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;
    private final VethPairs pairs;

    public HotPlug(RuntimePaths paths, CommandRunner commands) {
        this.paths = paths;
        this.commands = commands;
        this.mounts = new Mounts(commands);
        this.pairs = new VethPairs(commands);
    }

    void add(ExpandedInstance instance, String name, Map<String, String> device, long pid) {
        act(instance, name, () -> {
            if (DiskDevice.isHostPath(device)) {
                addDisk(instance, name, DiskDevice.of(device), pid);
            } else {
                pairs.plug(NicDevice.of(instance, name, device), pid);
            }
        });
    }

    void remove(ExpandedInstance instance, String name, Map<String, String> device, long pid) {
        act(instance, name, () -> {
            if (DiskDevice.isHostPath(device)) {
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
                        "/" + DiskDevice.of(device).target());
            } else {
                pairs.remove(NicDevice.of(instance, name, device));
            }
        });
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void act(ExpandedInstance instance, String name, Act act) {
        try {
            act.run();
        } catch (CommandException | IOException e) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "device " + name + " of the running instance " + instance.key() + " cannot be changed: "
                            + e.getMessage(),
                    e);
        }
    }

    private void addDisk(ExpandedInstance instance, String name, DiskDevice disk, long pid) throws IOException {
        if (!Files.exists(disk.source())) {
            if (disk.isOptional()) {
                return;
            }
            throw DaemonException.invalid("Missing source path \"" + disk.source() + "\" of device " + name + " of "
                    + instance.key() + ": create it, or mark the disk optional");
        }
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
            makeTarget(instance, disk, isFolder);
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

    /**
     * Makes the place of the mount in the instance's volume, whose ids are as in the container: the kernel refuses new
     * files of the host's root where it is mounted with shifted ids. No link leads out of the volume.
     */
    private void makeTarget(ExpandedInstance instance, DiskDevice disk, boolean isFolder) throws IOException {
        var root = new Ownership(0, 0, 0755);
        Path rootfs = paths.lxcPath().resolve(instance.key().name()).resolve("rootfs");
        try (var files = RootedFiles.at(rootfs)) {
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
        }
    }

    private void run(String program, String... arguments) {
        commands.run(Command.of(program, arguments));
    }
}
