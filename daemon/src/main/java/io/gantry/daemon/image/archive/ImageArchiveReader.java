package io.gantry.daemon.image.archive;

import io.gantry.api.ImageMetadata;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads what an image says of itself, without unpacking it, and looks through the whole of its archives: one that is cut
 * off, would write outside its place, or unpacks to absurd amounts is refused here, not at the first launch. Safe for
 * use by many threads.
 */
public final class ImageArchiveReader {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int BUFFER = 64 << 10;
    private static final long LARGE = 64L << 30;

    private final CommandRunner commands;
    private final long large;

    public ImageArchiveReader(CommandRunner commands) {
        this(commands, LARGE);
    }

    /** @param large to how many bytes an archive may unpack however well it is packed */
    public ImageArchiveReader(CommandRunner commands, long large) {
        this.commands = commands;
        this.large = large;
    }

    /** What an archive is for. */
    public enum Part {
        /** It has {@code metadata.yaml}, and the root file system too unless that is in an archive of its own. */
        METADATA,
        /** It is the root file system of a split image. */
        ROOTFS
    }

    /**
     * Looks through an archive.
     *
     * @throws DaemonException INVALID_REQUEST where it is broken or not safe
     */
    public ArchiveContents read(Path archive, Part part) {
        ImageFormat format = ImageFormat.of(archive);
        try {
            return switch (format) {
                case SQUASHFS -> readSquashfs(archive, part);
                case TAR -> {
                    try (InputStream in = Files.newInputStream(archive)) {
                        yield scan(in, part, () -> Long.MAX_VALUE);
                    }
                }
                case GZIP, BZIP2, XZ, LZMA, ZSTD -> {
                    Command decompressor =
                            decompressor(format.decompressor()).withInput(new CommandInput.FromFile(archive));
                    long size = Files.size(archive);
                    try (RunningCommand running = commands.start(decompressor)) {
                        yield scan(running, part, () -> size);
                    }
                }
            };
        } catch (IOException | CommandException broken) {
            throw broken(broken);
        }
    }

    /** Begins looking through an archive while it arrives. */
    public ArchiveWatch watch(Part part) {
        return new ArchiveWatch(this, commands, part);
    }

    static DaemonException broken(Exception reason) {
        String text = switch (reason) {
            case EOFException _ -> "it is cut off";
            case IOException failure -> FileFailures.reason(failure);
            default -> String.valueOf(reason.getMessage());
        };
        return DaemonException.invalid("the image is broken: " + text);
    }

    static Command decompressor(List<String> words) {
        return Command.of(words.getFirst(), words.subList(1, words.size())).unlimited();
    }

    /**
     * Looks through what a decompressor writes, and waits for its end. After a failure it is killed, so that nobody
     * waits for it to read on.
     *
     * @param packed how many bytes it was given so far
     */
    ArchiveContents scan(RunningCommand decompressor, Part part, LongSupplier packed) throws IOException {
        boolean done = false;
        try {
            ArchiveContents contents = scan(decompressor.output(), part, packed);
            decompressor.waitForSuccess();
            done = true;
            return contents;
        } finally {
            if (!done) {
                decompressor.kill();
            }
        }
    }

    private ArchiveContents scan(InputStream tar, Part part, LongSupplier packed) throws IOException {
        var in = new BufferedInputStream(new BoundedUnpacking(tar, large, packed), BUFFER);
        TarReader reader = new TarReader(in);
        // Outside of the root file system are only few names, each with its meaning: no link stands for one of them.
        var rules = new ArchiveRules(part == Part.METADATA ? "rootfs" : "");
        Optional<ImageMetadata> metadata = Optional.empty();
        boolean hasRootfs = false;
        for (var member = reader.next(); member != null; member = reader.next()) {
            String name = rules.check(member);
            if (part == Part.METADATA) {
                requireOwnKind(name, member);
                if (name.equals(MetadataYaml.FILE) && member.kind() == TarReader.Kind.FILE) {
                    metadata = Optional.of(MetadataYaml.parse(reader.content(MetadataYaml.LIMIT)));
                }
                hasRootfs |= name.equals("rootfs") || name.startsWith("rootfs/");
                requireNoDisk(name);
            }
        }
        // What is behind the archive's end has to be whole too: a compressed file ends with a checksum.
        in.transferTo(OutputStream.nullOutputStream());
        return new ArchiveContents(metadata, hasRootfs);
    }

    private static void requireNoDisk(String name) {
        if (name.equals("rootfs.img")) {
            throw DaemonException.notSupported("the image is one of a virtual machine");
        }
    }

    /** What the daemon itself reads and goes into is no link to anywhere. */
    private static void requireOwnKind(String name, TarReader.Member member) {
        // Old archives tell a directory from a file by its name alone.
        boolean isDirectory = member.kind() == TarReader.Kind.OTHER
                || (member.kind() == TarReader.Kind.FILE && member.name().endsWith("/"));
        boolean isHonest = switch (name) {
            case MetadataYaml.FILE -> member.kind() == TarReader.Kind.FILE;
            case "rootfs", "templates" -> isDirectory;
            default -> true;
        };
        if (!isHonest) {
            throw DaemonException.invalid("the image is not safe: its %s is not what it should be".formatted(name));
        }
    }

    private ArchiveContents readSquashfs(Path archive, Part part) throws IOException {
        requireWholeSquashfs(archive);
        // Listing it goes through all of its directories and inodes.
        try (RunningCommand listing = commands.start(
                Command.of("unsquashfs", "-lls", archive.toString()).withLimit(LIMIT))) {
            listing.output().transferTo(OutputStream.nullOutputStream());
            listing.waitForSuccess();
        }
        if (part == Part.ROOTFS) {
            return new ArchiveContents(Optional.empty(), false);
        }
        CommandOutput output = commands.run(Command.of("unsquashfs", "-cat", archive.toString(), MetadataYaml.FILE)
                .withLimit(LIMIT));
        byte[] text = output.bytes();
        // Whether it has a root file system shows when it is unpacked.
        return new ArchiveContents(text.length == 0 ? Optional.empty() : Optional.of(MetadataYaml.parse(text)), true);
    }

    /** The superblock says how long the file is; unsquashfs notices a lack only where it has to read there. */
    private static void requireWholeSquashfs(Path archive) throws IOException {
        try (var file = new RandomAccessFile(archive.toFile(), "r")) {
            file.seek(40);
            long length = Long.reverseBytes(file.readLong());
            if (length < 0 || length > file.length()) {
                throw new IOException("the squashfs is cut off: %d bytes of %d".formatted(file.length(), length));
            }
        }
    }
}
