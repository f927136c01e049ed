package io.gantry.daemon.device.host;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Nodes by mknod(1), since the JDK has no call for it. */
public final class KernelNodes implements HostNodes {
    private static final int MINOR_LOW = 0xff;

    private final CommandRunner commands;

    public KernelNodes(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public Optional<DeviceNumber> number(Path node) {
        try {
            long number = (long) Files.getAttribute(node, "unix:rdev");
            return number == 0
                    ? Optional.empty()
                    : Optional.of(
                            new DeviceNumber(number >> 8 & 0xfff, (number & MINOR_LOW) | (number >> 12 & ~MINOR_LOW)));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    @Override
    public void make(Path place, Node node) throws IOException {
        commands.run(Command.of(
                "mknod",
                place.toString(),
                node.isCharacter() ? "c" : "b",
                Long.toString(node.number().major()),
                Long.toString(node.number().minor())));
        try {
            Files.setAttribute(place, "unix:uid", (int) node.uid());
            Files.setAttribute(place, "unix:gid", (int) node.gid());
            Files.setAttribute(place, "unix:mode", node.mode());
        } catch (IOException failure) {
            Files.deleteIfExists(place);
            throw failure;
        }
    }

    @Override
    public void give(Path directory, long uid) throws IOException {
        Files.setAttribute(directory, "unix:uid", (int) uid);
    }
}
