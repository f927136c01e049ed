package io.gantry.storage.idmap;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import io.gantry.system.nativecall.IdmappedMounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shifts owners by idmapped mounts of the kernel. */
public final class IdmappedTrees implements ShiftedMounts {
    private final CommandRunner commands;

    public IdmappedTrees(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public void mount(Path directory, Path target, DiskIdmap onDisk, DiskIdmap inUse) {
        // The namespace lives as long as its process; what comes back from cat tells that it is there.
        try (RunningCommand child = commands.start(Command.of("unshare", "--user", "cat"))) {
            child.input().write('\n');
            child.input().flush();
            if (child.output().read() < 0) {
                throw new IOException("a user namespace could not be made");
            }
            Path process = Path.of("/proc", Long.toString(child.pid()));
            write(process.resolve("uid_map"), onDisk.translationTo(inUse, IdKind.USER));
            write(process.resolve("gid_map"), onDisk.translationTo(inUse, IdKind.GROUP));
            IdmappedMounts.mount(directory, process.resolve("ns/user"), target);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot mount " + directory + " with the container's owners", failure);
        }
    }

    private static void write(Path map, List<IdmapEntry> entries) throws IOException {
        var text = new StringBuilder();
        for (IdmapEntry entry : entries) {
            text.append("%d %d %d\n".formatted(entry.containerId(), entry.hostId(), entry.length()));
        }
        // The kernel takes the map in one write.
        Files.write(map, text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
