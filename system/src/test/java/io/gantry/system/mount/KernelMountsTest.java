package io.gantry.system.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.nativecall.Errno;
import io.gantry.system.nativecall.SystemCallException;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
final class KernelMountsTest {
    private final CommandRunner commands = new ProcessCommandRunner();
    private final Mounts mounts = new KernelMounts(commands);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsRoot() {}

    private Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @Test
    void aBoundDirectoryShowsTheSameFilesUntilItIsUnmounted() throws IOException {
        Path source = newDirectory("source");
        Path target = newDirectory("target");
        Files.writeString(source.resolve("file"), "content");

        mounts.bind(source, target);
        try {
            assertThat(target.resolve("file")).hasContent("content");
            assertThat(mounts.at(target)).isPresent();
            assertThat(mounts.containing(target.resolve("file")).target()).isEqualTo(target);
        } finally {
            mounts.unmount(target);
        }

        assertThat(mounts.at(target)).isEmpty();
        mounts.unmount(target);
    }

    @Test
    void aReadOnlyBindRefusesWritesAndLeavesTheSourceWritable() throws IOException {
        Path source = newDirectory("source");
        Path target = newDirectory("target");

        mounts.bindReadOnly(source, target);
        try {
            assertThatThrownBy(() -> Files.writeString(target.resolve("file"), "x"))
                    .hasMessageContaining("Read-only");
            Files.writeString(source.resolve("file"), "x");
            assertThat(mounts.at(target))
                    .hasValueSatisfying(mount -> assertThat(mount.isReadOnly()).isTrue());
        } finally {
            mounts.unmountLazily(target);
        }
    }

    @Test
    void aMountCanBeMadeSharedAndPrivate() throws IOException {
        Path target = newDirectory("target");

        mounts.bind(target, target);
        try {
            mounts.makeShared(target);
            assertThat(mounts.at(target))
                    .hasValueSatisfying(mount -> assertThat(mount.isShared()).isTrue());
            mounts.makePrivate(target);
            assertThat(mounts.at(target))
                    .hasValueSatisfying(mount -> assertThat(mount.isShared()).isFalse());
        } finally {
            mounts.unmountLazily(target);
        }
    }

    @Test
    void aRefusedMountSaysWhatAndWhy() throws IOException {
        Path target = newDirectory("target");

        assertThatThrownBy(() -> mounts.bind(directory.resolve("missing"), target))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        failure -> assertThat(failure.is(Errno.ENOENT)).isTrue())
                .hasMessageContaining("missing")
                .hasMessageEndingWith("No such file or directory");
    }

    @Test
    void aLoopDeviceThatIsDetachedWhileMountedGoesWithItsMount() throws IOException {
        LoopDevices loops = new LoopDevices(commands);
        Path file = directory.resolve("disk.img");
        Path target = newDirectory("target");
        commands.run(Command.of("truncate", "--size=16M", file.toString()));
        commands.run(Command.of("mkfs.ext4", "-q", file.toString()));

        Path device = loops.attach(file);
        try {
            assertThat(loops.find(file)).contains(device);
            mounts.mountDevice(device, target, "ext4", List.of("noatime"));
        } finally {
            loops.detach(device);
        }
        assertThat(loops.find(file)).contains(device);
        mounts.unmount(target);

        assertThat(loops.find(file)).isEmpty();
    }
}
