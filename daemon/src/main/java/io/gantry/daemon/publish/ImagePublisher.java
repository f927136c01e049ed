package io.gantry.daemon.publish;

import io.gantry.api.ImageMetadata;
import io.gantry.api.ImagesPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.Compression;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.archive.MetadataYaml;
import io.gantry.daemon.image.archive.ReadFailure;
import io.gantry.daemon.image.archive.UnshiftedTar;
import io.gantry.daemon.image.remote.ImageSettings;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.operation.MeteredStream;
import io.gantry.daemon.operation.Progress;
import io.gantry.daemon.operation.TransferMeter;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes images of instances: one archive, written, compressed and hashed in one pass. One at a time, since each keeps
 * the disks and processors busy by itself. Safe for use by many threads; an interrupt ends it.
 */
public final class ImagePublisher {
    private final PublishableInstances instances;
    private final CommandRunner commands;
    private final ImageFiles files;
    private final ImageRegistrar registrar;
    private final ImageSettings settings;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock(true);

    public ImagePublisher(
            PublishableInstances instances,
            CommandRunner commands,
            ImageFiles files,
            ImageRegistrar registrar,
            ImageSettings settings,
            InstantSource clock) {
        this.instances = instances;
        this.commands = commands;
        this.files = files;
        this.registrar = registrar;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes an image.
     *
     * @param request with a source of type {@code instance}, {@code container} or {@code snapshot}
     * @throws DaemonException CONFLICT where the instance runs or the image exists; INVALID_REQUEST where there is no
     *     such compression
     */
    public ImageRecord publish(String project, ImagesPost request, Progress progress) throws InterruptedException {
        Optional<Compression> compression = Compression.of(
                request.compressionAlgorithm().isEmpty()
                        ? settings.compressionAlgorithm()
                        : request.compressionAlgorithm());
        turn.lockInterruptibly();
        try (PublishableInstances.Opened opened = instances.open(project, sourceName(request));
                IncomingImage incoming = files.receive()) {
            ImageMetadata metadata = metadata(opened, request);
            Path folder = Files.createDirectory(incoming.scratch("metadata"));
            try {
                Path file = Files.writeString(folder.resolve(MetadataYaml.FILE), MetadataYaml.write(metadata));
                Files.setLastModifiedTime(
                        file, FileTime.from(Instant.ofEpochSecond(Math.max(0, metadata.creationDate()))));
                write(incoming, folder, opened, compression, progress);
            } finally {
                Files.deleteIfExists(folder.resolve(MetadataYaml.FILE));
                Files.deleteIfExists(folder);
            }
            if (registrar.has(project, incoming.fingerprint())) {
                throw DaemonException.conflict("The image already exists: " + incoming.fingerprint());
            }
            return registrar.register(incoming, record(project, incoming, metadata, request), request.aliases());
        } catch (IOException failure) {
            throw FileFailures.failed("make an image of " + sourceName(request), failure);
        } finally {
            turn.unlock();
        }
    }

    private ImageRecord record(String project, IncomingImage incoming, ImageMetadata metadata, ImagesPost request) {
        Instant now = clock.instant();
        return new ImageRecord(
                project,
                incoming.fingerprint(),
                ImageRecord.Content.ofContainer(request.filename(), incoming.size(), metadata.architecture(), now),
                new ImageOptions(
                        request.isPublic(),
                        false,
                        request.autoUpdate(),
                        Instant.ofEpochSecond(metadata.expiryDate()),
                        metadata.properties(),
                        Optional.ofNullable(request.profiles()).orElse(ImageOptions.DEFAULT_PROFILES)),
                now,
                Instant.EPOCH,
                Optional.empty());
    }

    private static String sourceName(ImagesPost request) {
        var source = request.source();
        String name = source == null ? "" : source.name();
        if (source == null || name.isEmpty()) {
            throw DaemonException.invalid("No source provided");
        }
        boolean isSnapshot = name.contains("/");
        if (source.type().equals("snapshot") && !isSnapshot) {
            throw DaemonException.invalid("Not a snapshot");
        }
        if (!source.type().equals("snapshot") && isSnapshot) {
            throw DaemonException.invalid("This is a snapshot");
        }
        return name;
    }

    private ImageMetadata metadata(PublishableInstances.Opened opened, ImagesPost request) {
        Optional<ImageMetadata> old = MetadataYaml.readFrom(opened.volume());
        long expiry = request.expiresAt().isAfter(Instant.EPOCH)
                ? request.expiresAt().getEpochSecond()
                : old.map(ImageMetadata::expiryDate).orElse(0L);
        Map<String, String> properties = request.properties().isEmpty()
                ? old.map(ImageMetadata::properties).orElse(Map.of())
                : request.properties();
        return new ImageMetadata(
                opened.architecture(),
                old.map(ImageMetadata::creationDate)
                        .filter(date -> date > 0)
                        .orElse(clock.instant().getEpochSecond()),
                expiry,
                properties,
                old.map(ImageMetadata::templates).orElse(Map.of()));
    }

    private void write(
            IncomingImage incoming,
            Path metadataFolder,
            PublishableInstances.Opened opened,
            Optional<Compression> compression,
            Progress progress)
            throws IOException {
        var meter = new TransferMeter(
                progress, "create_image_from_container_pack_progress", "Image pack: ", System::nanoTime);
        try (RunningCommand tar = commands.start(tar(metadataFolder, opened.volume()));
                InputStream plain = new MeteredStream(unshifted(tar.output(), opened.idmap()), meter)) {
            if (compression.isEmpty()) {
                try (OutputStream out = incoming.openOwnArchive()) {
                    plain.transferTo(out);
                }
            } else {
                compress(compression.get(), plain, incoming);
            }
            tar.waitForSuccess();
        } catch (CommandException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private void compress(Compression compression, InputStream plain, IncomingImage incoming) throws IOException {
        var failure = new ReadFailure(plain);
        if (compression.writesFile()) {
            Path file = incoming.scratch("squashfs");
            commands.run(compression.commandTo(file).withInput(new CommandInput.FromStream(failure)));
            failure.rethrow();
            try (OutputStream out = incoming.openOwnArchive()) {
                Files.copy(file, out);
            }
            return;
        }
        Command command = compression.command().withInput(new CommandInput.FromStream(failure));
        try (RunningCommand compressor = commands.start(command);
                OutputStream out = incoming.openOwnArchive()) {
            compressor.output().transferTo(out);
            compressor.waitForSuccess();
        }
        failure.rethrow();
    }

    private static InputStream unshifted(InputStream tar, DiskIdmap idmap) {
        return idmap.isShifted() ? new UnshiftedTar(tar, idmap) : tar;
    }

    private static Command tar(Path metadataFolder, Path volume) {
        List<String> arguments = new ArrayList<>(List.of(
                "--create",
                "--format=posix",
                // The same content is to make the same image, whoever packs it when.
                "--sort=name",
                "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime",
                "--numeric-owner",
                "--xattrs",
                "--xattrs-include=*",
                "--acls",
                "--sparse",
                "--one-file-system",
                "--warning=no-file-ignored",
                "--directory=" + metadataFolder,
                MetadataYaml.FILE,
                "--directory=" + volume,
                "rootfs"));
        if (Files.isDirectory(volume.resolve("templates"), LinkOption.NOFOLLOW_LINKS)) {
            arguments.add("templates");
        }
        return Command.of("tar", arguments).unlimited();
    }
}
