package io.gantry.storage.btrfs;

import io.gantry.storage.OutgoingVolume;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import io.gantry.system.nativecall.BtrfsCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Read-only subvolumes on their way out, by {@code btrfs send}. */
final class OutgoingSubvolumes implements OutgoingVolume {
    /** More than a pipe holds, so that one read takes all there is. */
    private static final int BUFFER = 256 << 10;

    private final Volume volume;
    private final SubvolumeTree tree;
    private final List<VolumePart> parts;
    private final VolumeFolders folders;
    private final CommandRunner commands;
    private final StorageFailures.Work end;

    /** @param end what to do when nothing more is sent */
    OutgoingSubvolumes(
            Volume volume,
            SubvolumeTree tree,
            List<VolumePart> parts,
            VolumeFolders folders,
            CommandRunner commands,
            StorageFailures.Work end) {
        this.volume = volume;
        this.tree = tree;
        this.parts = parts;
        this.folders = folders;
        this.commands = commands;
        this.end = end;
    }

    @Override
    public List<VolumePart> parts() {
        return parts;
    }

    @Override
    public void writePart(VolumePart part, @Nullable Volume base, OutputStream stream) {
        List<String> arguments = new ArrayList<>(List.of("send", "-q"));
        if (base != null) {
            Path parent = place(folders.path(base), part);
            if (BtrfsCalls.isSubvolume(parent)) {
                arguments.addAll(List.of("-p", parent.toString()));
            }
        }
        arguments.add(place(tree.root(), part).toString());
        StorageFailures.during("send volume " + volume, () -> {
            try (RunningCommand sending = commands.start(Command.of("btrfs", arguments))) {
                sending.input().close();
                pump(sending.output(), stream);
                sending.waitForSuccess();
            }
        });
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
        }
    }

    private static Path place(Path root, VolumePart part) {
        return part.isRoot() ? root : root.resolve(part.path().substring(1));
    }

    @Override
    public void close() {
        StorageFailures.during("end the sending of volume " + volume, end);
    }
}
