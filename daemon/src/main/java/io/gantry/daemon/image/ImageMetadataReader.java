package io.gantry.daemon.image;

import io.gantry.api.ImageMetadata;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads what an image says of itself, without unpacking it, and looks through the whole of its archives: one that is cut
 * off or would write outside its place is refused here, not at the first launch. Safe for use by many threads.
 */
final class ImageMetadataReader {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int BUFFER = 64 << 10;

    private final CommandRunner commands;

    ImageMetadataReader(CommandRunner commands) {
        this.commands = commands;
    }

    /**
     * Reads the metadata of a unified image, which must have a root file system too.
     *
     * @throws DaemonException INVALID_REQUEST where the file is no image of a container
     */
    ImageMetadata readUnified(Path archive) {
        return checked(described(archive, Wanted.METADATA_AND_ROOTFS));
    }

    /** Reads the metadata archive of a split image. */
    ImageMetadata readSplit(Path archive) {
        return checked(described(archive, Wanted.METADATA));
    }

    /** Looks through the root file system of a split image. */
    void checkRootfs(Path archive) {
        if (ImageFormat.of(archive) == ImageFormat.SQUASHFS) {
            checkSquashfs(archive);
        } else {
            read(archive, Wanted.NOTHING);
        }
    }

    private void checkSquashfs(Path archive) {
        try {
            commands.run(Command.of("unsquashfs", "-stat", archive.toString()).withLimit(LIMIT));
        } catch (CommandException broken) {
            throw DaemonException.invalid("the image is broken: " + broken.getMessage());
        }
    }

    private enum Wanted {
        NOTHING,
        METADATA,
        METADATA_AND_ROOTFS
    }

    private ImageMetadata described(Path archive, Wanted wanted) {
        return read(archive, wanted).orElseThrow(() -> missing(MetadataYaml.FILE));
    }

    private Optional<ImageMetadata> read(Path archive, Wanted wanted) {
        ImageFormat format = ImageFormat.of(archive);
        try {
            return switch (format) {
                case SQUASHFS -> Optional.of(readSquashfs(archive));
                case TAR -> {
                    try (InputStream in = Files.newInputStream(archive)) {
                        yield scan(in, wanted);
                    }
                }
                case GZIP -> {
                    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), BUFFER)) {
                        yield scan(in, wanted);
                    }
                }
                case BZIP2, XZ, LZMA, ZSTD -> readCompressed(archive, format, wanted);
            };
        } catch (IOException broken) {
            throw DaemonException.invalid("the image is broken: " + FileFailures.reason(broken));
        } catch (CommandException broken) {
            throw DaemonException.invalid("the image is broken: " + broken.getMessage());
        }
    }

    private Optional<ImageMetadata> readCompressed(Path archive, ImageFormat format, Wanted wanted) throws IOException {
        var words = format.decompressor();
        var command = Command.of(words.getFirst(), words.subList(1, words.size()))
                .withInput(new CommandInput.FromFile(archive));
        try (RunningCommand running = commands.start(command)) {
            Optional<ImageMetadata> metadata = scan(running.output(), wanted);
            running.waitForSuccess();
            return metadata;
        }
    }

    private ImageMetadata readSquashfs(Path archive) {
        CommandOutput output = commands.run(Command.of("unsquashfs", "-cat", archive.toString(), MetadataYaml.FILE)
                .withLimit(LIMIT));
        if (output.bytes().length == 0) {
            throw missing(MetadataYaml.FILE);
        }
        return MetadataYaml.parse(output.bytes());
    }

    private static Optional<ImageMetadata> scan(InputStream tar, Wanted wanted) throws IOException {
        InputStream in = new BufferedInputStream(tar, BUFFER);
        TarReader reader = new TarReader(in);
        var rules = new ArchiveRules();
        Optional<ImageMetadata> metadata = Optional.empty();
        boolean hasRootfs = wanted != Wanted.METADATA_AND_ROOTFS;
        for (var member = reader.next(); member != null; member = reader.next()) {
            rules.check(member);
            String name = member.name().startsWith("./") ? member.name().substring(2) : member.name();
            if (wanted != Wanted.NOTHING && name.equals(MetadataYaml.FILE) && member.kind() == TarReader.Kind.FILE) {
                metadata = Optional.of(MetadataYaml.parse(reader.content(MetadataYaml.LIMIT)));
            }
            hasRootfs |= name.startsWith("rootfs/");
            if (wanted != Wanted.NOTHING && name.equals("rootfs.img")) {
                throw DaemonException.notSupported("the image is one of a virtual machine");
            }
        }
        // What is behind the archive's end has to be whole too: a compressed file ends with a checksum.
        in.transferTo(OutputStream.nullOutputStream());
        if (!hasRootfs) {
            throw missing(metadata.isEmpty() ? MetadataYaml.FILE : "rootfs");
        }
        return metadata;
    }

    private static DaemonException missing(String what) {
        return DaemonException.invalid("the image has no " + what);
    }

    private static ImageMetadata checked(ImageMetadata metadata) {
        String architecture = Architectures.canonical(metadata.architecture())
                .orElseThrow(() -> DaemonException.invalid(
                        "the image's architecture is not known: \"%s\"".formatted(metadata.architecture())));
        if (metadata.creationDate() == 0) {
            throw DaemonException.invalid("the image's metadata.yaml has no creation_date");
        }
        return new ImageMetadata(
                architecture,
                metadata.creationDate(),
                metadata.expiryDate(),
                metadata.properties(),
                metadata.templates());
    }
}
