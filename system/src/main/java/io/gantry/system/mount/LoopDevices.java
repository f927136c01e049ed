package io.gantry.system.mount;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loop devices: files that the kernel treats as block devices. May be shared by threads. */
public final class LoopDevices {
    private final CommandRunner commands;

    public LoopDevices(CommandRunner commands) {
        this.commands = commands;
    }

    /** Attaches a file to a free device and answers the device. It stays until {@link #detach}. */
    public Path attach(Path file) {
        // Several processes may pick the same free device at once; losetup tries the next one by itself.
        return Path.of(commands.run(Command.of("losetup", "--find", "--show", "--", file.toString()))
                .text()
                .strip());
    }

    /** The device to which a file is attached; empty where there is none. */
    public Optional<Path> find(Path file) {
        List<String> names = commands.run(
                        Command.of("losetup", "--noheadings", "--output", "NAME", "--associated", file.toString()))
                .lines();
        return names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(Path::of);
    }

    /**
     * Frees a device. One that is mounted goes on until its last mount is gone and then frees itself, so
     * that detaching right after mounting leaves nothing to do later.
     */
    public void detach(Path device) {
        commands.run(Command.of("losetup", "--detach", device.toString()));
    }

    /** Makes the kernel see the file's new size. */
    public void refreshSize(Path device) {
        commands.run(Command.of("losetup", "--set-capacity", device.toString()));
    }
}
