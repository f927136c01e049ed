package io.gantry.system.mount;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.Errno;
import io.gantry.system.nativecall.MountCalls;
import io.gantry.system.nativecall.MountCalls.Flag;
import io.gantry.system.nativecall.MountCalls.Unmount;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mounts by the kernel's own calls, and by mount(8) where options have to be understood. */
public final class KernelMounts implements Mounts {
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");

    private final CommandRunner commands;

    public KernelMounts(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public List<Mount> list() {
        try {
            return MountTable.parse(new String(Files.readAllBytes(MOUNT_INFO), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + MOUNT_INFO, failure);
        }
    }

    @Override
    public Optional<Mount> at(Path target) {
        Path normal = target.toAbsolutePath().normalize();
        return list().stream().filter(mount -> mount.target().equals(normal)).reduce((_, last) -> last);
    }

    @Override
    public Mount containing(Path path) {
        Path normal = path.toAbsolutePath().normalize();
        return list().stream()
                .filter(mount -> normal.startsWith(mount.target()))
                .reduce((best, next) ->
                        next.target().getNameCount() >= best.target().getNameCount() ? next : best)
                .orElseThrow(() -> new IllegalStateException("nothing is mounted at /"));
    }

    @Override
    public void mountDevice(Path device, Path target, String fileSystem, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("-t", fileSystem));
        if (!options.isEmpty()) {
            arguments.addAll(List.of("-o", String.join(",", options)));
        }
        arguments.addAll(List.of("--", device.toString(), target.toString()));
        commands.run(Command.of("mount", arguments));
    }

    @Override
    public void remount(Path target, List<String> options) {
        Mount mount = at(target).orElseThrow(() -> new IllegalStateException("nothing is mounted on " + target));
        // With device and directory named, mount(8) adds none of the options that the mount has now; of the times
        // of access the kernel keeps what it has unless another way is named.
        commands.run(Command.of(
                "mount",
                "-t",
                mount.fileSystem(),
                "-o",
                "remount,relatime," + String.join(",", options),
                "--",
                mount.source(),
                target.toString()));
    }

    @Override
    public void mountTmpfs(Path target, String data) {
        MountCalls.mount("tmpfs", target, "tmpfs", Set.of(), data);
    }

    @Override
    public void bind(Path source, Path target) {
        MountCalls.mount(source.toString(), target, "", Set.of(Flag.BIND), "");
    }

    @Override
    public void bindRecursively(Path source, Path target) {
        MountCalls.mount(source.toString(), target, "", Set.of(Flag.BIND, Flag.RECURSIVE), "");
    }

    @Override
    public void bindReadOnly(Path source, Path target) {
        bind(source, target);
        try {
            makeReadOnly(target);
        } catch (SystemCallException failure) {
            unmountLazily(target);
            throw failure;
        }
    }

    @Override
    public void makeReadOnly(Path target) {
        Set<Flag> flags = EnumSet.of(Flag.BIND, Flag.REMOUNT, Flag.READ_ONLY);
        // A remount sets all flags: those that the mount has would go away otherwise.
        at(target).ifPresent(mount -> {
            addIfSet(flags, mount, "nosuid", Flag.NOSUID);
            addIfSet(flags, mount, "nodev", Flag.NODEV);
            addIfSet(flags, mount, "noexec", Flag.NOEXEC);
        });
        MountCalls.mount("", target, "", flags, "");
    }

    private static void addIfSet(Set<Flag> flags, Mount mount, String option, Flag flag) {
        if (mount.options().contains(option)) {
            flags.add(flag);
        }
    }

    @Override
    public void makeShared(Path target) {
        MountCalls.mount("", target, "", Set.of(Flag.SHARED), "");
    }

    @Override
    public void makePrivate(Path target) {
        MountCalls.mount("", target, "", Set.of(Flag.PRIVATE), "");
    }

    @Override
    public void unmount(Path target) {
        unmount(target, Unmount.NOW);
    }

    @Override
    public void unmountLazily(Path target) {
        unmount(target, Unmount.WHEN_UNUSED);
    }

    private static void unmount(Path target, Unmount how) {
        try {
            MountCalls.unmount(target, how);
        } catch (SystemCallException failure) {
            if (!failure.is(Errno.EINVAL) && !failure.is(Errno.ENOENT)) {
                throw failure;
            }
        }
    }
}
