package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.CommandTimedOutException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Unpacks images into directories of LXD's layout: {@code metadata.yaml}, {@code templates/} and {@code rootfs/}.
 *
 * <p>An image may come from anybody. It can't write outside the directory: GNU tar refuses names with {@code ..},
 * takes the leading slash off absolute ones, and makes links that lead upwards or to absolute places only after all
 * files are written; the directory is empty before, so nothing else can be followed. What the daemon itself later
 * reads and writes there is checked to be no link. Safe for use by many threads.
 */
public final class ImageUnpacker {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final String ROOTFS = "rootfs";

    /** What tar and unsquashfs say; of the file that fills the disk, tar says only that not all was written. */
    private static final List<String> NO_SPACE =
            List.of("No space left on device", "Disk quota exceeded", "Wrote only ");

    private static final String TEMPLATES = "templates";

    private final CommandRunner commands;
    private final DeviceNodes deviceNodes;

    /** What becomes of device nodes in images. */
    public enum DeviceNodes {
        KEPT,
        /** A daemon in a user namespace can't make any; the container's own {@code /dev} doesn't need them. */
        LEFT_OUT
    }

    /**
     * An image's archives.
     *
     * @param metadata with the root file system in it, unless that is in an archive of its own
     */
    public record Packed(String fingerprint, Path metadata, Optional<Path> splitRootfs) {}

    public ImageUnpacker(CommandRunner commands, DeviceNodes deviceNodes) {
        this.commands = commands;
        this.deviceNodes = deviceNodes;
    }

    /**
     * Unpacks an image.
     *
     * @param directory an empty one; after a failure it is empty again
     * @throws DaemonException where the image is broken, or there is no room for it
     */
    public void unpack(Packed image, Path directory) {
        boolean done = false;
        try {
            var permissions = Files.getPosixFilePermissions(directory);
            unpackFiles(image, directory);
            requireLayout(directory);
            // The archive's own entry for "." must not decide who may enter the volume.
            Files.setAttribute(directory, "unix:uid", 0);
            Files.setAttribute(directory, "unix:gid", 0);
            Files.setPosixFilePermissions(directory, permissions);
            done = true;
        } catch (IOException failure) {
            throw FileFailures.failed("unpack image " + image.fingerprint(), failure);
        } catch (CommandTimedOutException _) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot unpack image %s: it took longer than %d minutes"
                            .formatted(image.fingerprint(), LIMIT.toMinutes()));
        } catch (CommandFailedException failure) {
            throw explained(image.fingerprint(), directory, failure);
        } finally {
            if (!done) {
                empty(directory);
            }
        }
    }

    private void unpackFiles(Packed image, Path directory) throws IOException {
        unpackArchive(image.metadata(), directory);
        if (image.splitRootfs().isPresent()) {
            Path rootfs = directory.resolve(ROOTFS);
            if (Files.exists(rootfs, LinkOption.NOFOLLOW_LINKS)) {
                throw DaemonException.invalid("the image has two root file systems");
            }
            Files.createDirectory(
                    rootfs, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            unpackArchive(image.splitRootfs().get(), rootfs);
        }
    }

    private void unpackArchive(Path archive, Path directory) {
        ImageFormat format = ImageFormat.of(archive);
        commands.run((format == ImageFormat.SQUASHFS ? unsquashfs(archive, directory) : tar(archive, directory, format))
                .withLimit(LIMIT));
    }

    private Command tar(Path archive, Path directory, ImageFormat format) {
        List<String> arguments = new ArrayList<>(List.of(
                "--extract",
                "--restrict",
                "--force-local",
                "--numeric-owner",
                "--same-owner",
                "--same-permissions",
                "--xattrs",
                "--xattrs-include=*",
                "--acls",
                "--warning=no-timestamp"));
        if (deviceNodes == DeviceNodes.LEFT_OUT) {
            arguments.addAll(List.of(
                    "--wildcards",
                    "--exclude=dev/*",
                    "--exclude=./dev/*",
                    "--exclude=/dev/*",
                    "--exclude=rootfs/dev/*",
                    "--exclude=./rootfs/dev/*",
                    "--exclude=/rootfs/dev/*"));
        }
        arguments.addAll(format.tarOptions());
        arguments.add("--directory=" + directory);
        arguments.add("--file=" + archive);
        return Command.of("tar", arguments);
    }

    private static Command unsquashfs(Path archive, Path directory) {
        return Command.of("unsquashfs", "-force", "-no-progress", "-dest", directory.toString(), archive.toString());
    }

    private void requireLayout(Path directory) throws IOException {
        requireDirectory(directory.resolve(ROOTFS));
        if (MetadataYaml.readFrom(directory).isEmpty()) {
            throw DaemonException.invalid("the image has no " + MetadataYaml.FILE);
        }
        requireOneName(directory.resolve(MetadataYaml.FILE));
        Path templates = directory.resolve(TEMPLATES);
        if (Files.exists(templates, LinkOption.NOFOLLOW_LINKS)) {
            requireDirectory(templates);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(templates)) {
                for (Path entry : entries) {
                    if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                        requireOneName(entry);
                    }
                }
            }
        }
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!List.of(ROOTFS, TEMPLATES, MetadataYaml.FILE)
                        .contains(entry.getFileName().toString())) {
                    others.add(entry);
                }
            }
        }
        // The daemon writes files of its own beside these, such as backup.yaml: nothing may lie in their place.
        remove(others);
    }

    private static void requireDirectory(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw DaemonException.invalid("the image has no directory " + path.getFileName());
        }
    }

    private static void requireOneName(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || !Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                        .equals(1)) {
            throw DaemonException.invalid(
                    "the image's %s is not a regular file of its own".formatted(file.getFileName()));
        }
    }

    private void empty(Path directory) {
        List<Path> content = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(content::add);
        } catch (IOException failure) {
            throw FileFailures.failed("empty " + directory, failure);
        }
        boolean interrupted = Thread.interrupted();
        try {
            remove(content);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void remove(List<Path> paths) {
        if (!paths.isEmpty()) {
            List<String> arguments = new ArrayList<>(List.of("-r", "-f", "--one-file-system", "--"));
            paths.forEach(path -> arguments.add(path.toString()));
            commands.run(Command.of("rm", arguments).withLimit(LIMIT));
        }
    }

    private static DaemonException explained(String fingerprint, Path directory, CommandFailedException failure) {
        String errors = failure.errors();
        if (NO_SPACE.stream().anyMatch(errors::contains)) {
            return new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot unpack image %s: no space left in %s; free some there, or enlarge the pool"
                            .formatted(fingerprint, directory),
                    failure);
        }
        String reason = errors.lines()
                .filter(line -> !line.isBlank() && !line.contains(": Removing leading "))
                .findFirst()
                .orElse(failure.getMessage());
        return new DaemonException(
                FailureCategory.INVALID_REQUEST, "cannot unpack image %s: %s".formatted(fingerprint, reason), failure);
    }
}
