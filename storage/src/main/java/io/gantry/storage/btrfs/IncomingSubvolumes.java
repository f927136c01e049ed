package io.gantry.storage.btrfs;

import io.gantry.storage.IncomingVolume;
import io.gantry.storage.StorageException;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import io.gantry.storage.btrfs.SetIdFiles.SetIdFile;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import io.gantry.system.nativecall.BtrfsCalls;
import io.gantry.system.nativecall.FileSystemCalls;
import io.gantry.system.nativecall.SetIdBits;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Subvolumes on their way in, by {@code btrfs receive} into a folder where nobody looks for volumes. */
final class IncomingSubvolumes implements IncomingVolume {
    private static final int BUFFER = 256 << 10;

    private final Volume target;
    private final Path folder;
    private final UnaryOperator<Path> entrance;
    private final VolumeFolders folders;
    private final CommandRunner commands;
    private final BtrfsRemoval removal;
    private final Map<Volume, List<Received>> received = new LinkedHashMap<>();
    private int count;

    /**
     * A part where {@code btrfs receive} has put it.
     *
     * @param lost files that have to get their set-id bits back
     */
    private record Received(VolumePart part, Path path, UUID origin, List<SetIdFile> lost) {
        String nestedPath() {
            return part.path().substring(1);
        }
    }

    /**
     * @param folder empty; it is removed at the end
     * @param entrance turns a path in the pool into the one by which the tool has to reach it
     */
    IncomingSubvolumes(
            Volume target, Path folder, UnaryOperator<Path> entrance, VolumeFolders folders, CommandRunner commands) {
        this.target = target;
        this.folder = folder;
        this.entrance = entrance;
        this.folders = folders;
        this.commands = commands;
        this.removal = new BtrfsRemoval(commands);
    }

    @Override
    public void readPart(Volume volume, VolumePart part, InputStream stream) {
        if (!volume.parent().equals(target)) {
            throw new IllegalArgumentException("%s is not a part of %s".formatted(volume, target));
        }
        StorageFailures.during("receive volume " + volume, () -> {
            Path place = Files.createDirectory(folder.resolve(Integer.toString(count++)));
            var setIds = new SetIdFiles(this::setIdFilesIn);
            receive(stream, new SendStreamReader(setIds), place);
            Path subvolume = onlyOneIn(place);
            UUID origin = BtrfsCalls.subvolume(subvolume)
                    .receivedUuid()
                    .orElseThrow(() -> new StorageException(
                            "cannot receive volume %s: the stream ended before its end".formatted(volume)));
            received.computeIfAbsent(volume, _ -> new ArrayList<>())
                    .add(new Received(part, subvolume, origin, setIds.lost()));
        });
    }

    /** The files with set-id bits in a base, as its sender has them. */
    private List<SetIdFile> setIdFilesIn(UUID base) {
        var files = new ArrayList<SetIdFile>();
        received.values().stream()
                .flatMap(List::stream)
                .filter(part -> part.origin().equals(base))
                .findFirst()
                .ifPresent(part -> {
                    files.addAll(setIdFilesIn(part.path()));
                    files.addAll(part.lost());
                });
        return files;
    }

    private List<SetIdFile> setIdFilesIn(Path subvolume) {
        byte[] found = commands.run(Command.of(
                        "find",
                        entrance.apply(subvolume).toString(),
                        "-xdev",
                        "-type",
                        "f",
                        "-perm",
                        "/6000",
                        "-printf",
                        "%i %m %P\\0"))
                .bytes();
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (String line : new String(found, StandardCharsets.ISO_8859_1).split("\0", -1)) {
            String[] fields = line.split(" ", 3);
            if (fields.length == 3) {
                // A file is its number; all of its names have one mode.
                names.computeIfAbsent(fields[0] + " " + fields[1], _ -> new ArrayList<>())
                        .add(fields[2]);
            }
        }
        return names.entrySet().stream()
                .map(file -> new SetIdFile(
                        file.getValue(), Integer.parseInt(file.getKey().split(" ", 2)[1], 8), false))
                .toList();
    }

    private void receive(InputStream stream, SendStreamReader reader, Path place) throws IOException {
        try (RunningCommand receiving = commands.start(
                Command.of("btrfs", "receive", "-q", entrance.apply(place).toString()))) {
            OutputStream input = receiving.input();
            byte[] buffer = new byte[BUFFER];
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                reader.read(buffer, 0, length);
                try {
                    input.write(buffer, 0, length);
                } catch (IOException broken) {
                    // The command has ended early: its message tells more than that.
                    receiving.waitForSuccess();
                    throw broken;
                }
            }
            input.close();
            receiving.waitForSuccess();
        }
    }

    private static Path onlyOneIn(Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            List<Path> found = entries.toList();
            if (found.size() != 1 || !BtrfsCalls.isSubvolume(found.getFirst())) {
                throw new IOException("the stream does not hold exactly one subvolume");
            }
            return found.getFirst();
        }
    }

    @Override
    public void commit(Adaptation adaptation) {
        StorageFailures.during("put the received volume %s into its place".formatted(target), () -> {
            try (Rollback rollback = new Rollback()) {
                for (Map.Entry<Volume, List<Received>> entry : received.entrySet()) {
                    place(entry.getKey(), entry.getValue(), adaptation, rollback);
                }
                rollback.keep();
            }
        });
    }

    private void place(Volume volume, List<Received> parts, Adaptation adaptation, Rollback rollback)
            throws IOException {
        Path built = assemble(parts);
        boolean isMended = restoreSetIds(built, parts);
        boolean isOurs = adaptation.adapt(volume, built) || isMended;
        Path place = folders.path(volume);
        if (BtrfsCalls.isSubvolume(place)) {
            // A read-only subvolume can't be moved to another directory.
            BtrfsCalls.makeWritable(place, "");
            FileSystemCalls.exchange(built, place);
            rollback.add("put the old " + place + " back", () -> {
                BtrfsCalls.makeWritable(place, "");
                FileSystemCalls.exchange(built, place);
            });
        } else {
            folders.makeParent(volume);
            Files.move(built, place, StandardCopyOption.ATOMIC_MOVE);
            rollback.add("remove " + place, () -> removal.remove(place));
        }
        finish(volume, parts, place, isOurs);
    }

    /** Makes one tree of what came as several, and makes it movable. */
    private static Path assemble(List<Received> parts) throws IOException {
        Path root = parts.getFirst().path();
        BtrfsCalls.makeWritable(root, "");
        VolumeFolders.protect(root);
        for (Received nested : parts.subList(1, parts.size())) {
            BtrfsCalls.makeWritable(nested.path(), "");
            FileSystemCalls.moveInto(nested.path(), root, nested.nestedPath());
        }
        return root;
    }

    private static boolean restoreSetIds(Path root, List<Received> parts) {
        boolean isMended = false;
        for (Received part : parts) {
            for (SetIdFile file : part.lost()) {
                byte[] name = file.names().getFirst().getBytes(StandardCharsets.ISO_8859_1);
                SetIdBits.restore(root, part.nestedPath(), name, file.mode());
                isMended = true;
            }
        }
        return isMended;
    }

    /**
     * Gives snapshots what makes them the base of later transfers, and all parts their protection.
     *
     * @param isOurs whether it is no more what the sender has: then no difference to that can be received
     */
    private static void finish(Volume volume, List<Received> parts, Path place, boolean isOurs) {
        for (Received part : parts.reversed()) {
            if (volume.isSnapshot()) {
                if (!isOurs) {
                    BtrfsCalls.setReceivedUuid(place, part.nestedPath(), part.origin());
                }
                BtrfsCalls.makeReadOnly(place, part.nestedPath());
            } else if (part.part().readOnly() && !part.part().isRoot()) {
                BtrfsCalls.makeReadOnly(place, part.nestedPath());
            }
        }
    }

    @Override
    public void close() {
        StorageFailures.during("remove what is left of receiving volume " + target, () -> removal.remove(folder));
    }
}
