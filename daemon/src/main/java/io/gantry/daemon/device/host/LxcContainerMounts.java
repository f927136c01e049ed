package io.gantry.daemon.device.host;

import io.gantry.storage.idmap.IdKind;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.MountTable;
import io.gantry.system.mount.Mounts;
import io.gantry.system.nativecall.FileSystemIdentity;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.RootedFiles.Ownership;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mounts come into a container by its folder of the shared mount, from where they are moved to their places. No link of
 * the container's leads out of it.
 */
public final class LxcContainerMounts implements ContainerMounts {
    private static final String INSIDE = "/dev/.lxd-mounts/";

    private final DevicePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;

    public LxcContainerMounts(DevicePaths paths, CommandRunner commands, Mounts mounts) {
        this.paths = paths;
        this.commands = commands;
        this.mounts = mounts;
    }

    @Override
    public void mount(ContainerNamespace container, String device, BindMount mount) throws IOException {
        Path point = paths.sharedMount(container.name(), device);
        boolean isFolder = Files.isDirectory(mount.source());
        try (var cleanup = new Rollback()) {
            makePoint(point, isFolder, cleanup);
            bind(container, device, mount, point);
            cleanup.add("unmount " + point, () -> mounts.unmountLazily(point));
            makeTarget(container, mount, isFolder);
            run(
                    "mount",
                    "--no-mtab",
                    "--namespace",
                    Long.toString(container.initPid()),
                    "--move",
                    INSIDE + point.getFileName(),
                    "/" + mount.target());
        }
    }

    private void bind(ContainerNamespace container, String device, BindMount mount, Path point) throws IOException {
        if (mount.isReadOnly()) {
            bindReadOnly(container, device, mount, point);
        } else {
            run(
                    "mount",
                    mount.isRecursive() ? "--rbind" : "--bind",
                    mount.source().toString(),
                    point.toString());
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
    private void bindReadOnly(ContainerNamespace container, String device, BindMount mount, Path point)
            throws IOException {
        Path staging = paths.staging(container.name(), device);
        try (var cleanup = new Rollback()) {
            Files.createDirectories(staging.getParent());
            makePoint(staging, Files.isDirectory(mount.source()), cleanup);
            mounts.bindReadOnly(mount.source(), staging);
            cleanup.add("unmount " + staging, () -> mounts.unmountLazily(staging));
            mounts.bind(staging, point);
        }
    }

    /** Makes the place of the mount, in the name of the container's root. */
    private static void makeTarget(ContainerNamespace container, BindMount mount, boolean isFolder) throws IOException {
        inContainer(container, (files, root) -> {
            Path target = Path.of(mount.target());
            for (int depth = 1; depth <= target.getNameCount(); depth++) {
                String path = target.subpath(0, depth).toString();
                boolean isLast = depth == target.getNameCount();
                if (files.exists(path)) {
                    continue;
                }
                if (isLast && !isFolder) {
                    files.openForWriting(path, WriteMode.OVERWRITE, root)
                            .channel()
                            .close();
                } else {
                    files.makeDirectory(path, root);
                }
            }
        });
    }

    @Override
    public void unmount(ContainerNamespace container, String target) throws IOException {
        if (isMountPoint(container, target)) {
            // By the container's own program: the host's may not find the place from outside.
            run(
                    "lxc-attach",
                    "-n",
                    container.name(),
                    "-P",
                    paths.lxcPath().toString(),
                    "--",
                    "umount",
                    "-l",
                    "/" + target);
        }
    }

    @Override
    public void removeFile(ContainerNamespace container, String target) throws IOException {
        if (isMountPoint(container, target)) {
            return;
        }
        inContainer(container, (files, _) -> {
            if (files.exists(target)) {
                files.remove(target);
            }
        });
    }

    private static boolean isMountPoint(ContainerNamespace container, String target) throws IOException {
        Path table = container.process().resolve("mountinfo");
        Path place = Path.of("/").resolve(target);
        return MountTable.parse(Files.readAllLines(table)).stream()
                .anyMatch(mount -> mount.target().equals(place));
    }

    private interface FileAct {
        void run(RootedFiles files, Ownership root) throws IOException;
    }

    private static void inContainer(ContainerNamespace container, FileAct act) throws IOException {
        long uid = container.idmap().toDisk(IdKind.USER, 0).orElse(0);
        long gid = container.idmap().toDisk(IdKind.GROUP, 0).orElse(0);
        try (var files = RootedFiles.at(container.process().resolve("root"))) {
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

    private void run(String program, String... arguments) {
        commands.run(Command.of(program, arguments));
    }
}
