package io.gantry.daemon.image.store;

import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageUnpacker;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of images, below {@code LXD_DIR/images}: one archive named by the fingerprint, and where an image is
 * split its root file system beside it as {@code FINGERPRINT.rootfs}. Files appear under these names only when whole.
 * Safe for use by many threads, apart from two that place or delete the same image.
 */
public final class ImageFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFiles.class);
    private static final String INCOMING = "incoming-";
    private static final String ROOTFS = ".rootfs";

    private final Path directory;
    private final ImageArchiveReader reader;

    /**
     * Makes the directory where it is missing.
     *
     * @param reader looks through what is received
     */
    public ImageFiles(Path daemonDirectory, ImageArchiveReader reader) throws IOException {
        this.reader = reader;
        this.directory = daemonDirectory.resolve("images");
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException _) {
            // It is there from an earlier run.
        }
    }

    /** The archive with {@code metadata.yaml}, and the root file system unless that is in a file of its own. */
    public Path metadata(Fingerprint fingerprint) {
        return directory.resolve(fingerprint.hex());
    }

    /** Where a split image has its root file system. */
    public Path rootfs(Fingerprint fingerprint) {
        return directory.resolve(fingerprint.hex() + ROOTFS);
    }

    public boolean isSplit(Fingerprint fingerprint) {
        return Files.exists(rootfs(fingerprint));
    }

    /** The archives of an image that is here. */
    public ImageUnpacker.Packed packed(Fingerprint fingerprint) {
        return new ImageUnpacker.Packed(
                fingerprint.hex(),
                metadata(fingerprint),
                isSplit(fingerprint) ? Optional.of(rootfs(fingerprint)) : Optional.empty());
    }

    /** Begins a new image. */
    public IncomingImage receive() {
        try {
            return new IncomingImage(this, reader, Files.createTempDirectory(directory, INCOMING));
        } catch (IOException failure) {
            throw FileFailures.failed("make room for an image", failure);
        }
    }

    /** Gives finished files their names. */
    void place(Path metadata, Path rootfs, Fingerprint fingerprint) {
        try {
            // What may lie there belongs to no known image: the caller has looked, and holds the fingerprint's lock.
            Files.deleteIfExists(rootfs(fingerprint));
            if (Files.exists(rootfs)) {
                Files.move(rootfs, rootfs(fingerprint), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(metadata, metadata(fingerprint), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw FileFailures.failed("store image " + fingerprint, failure);
        }
    }

    /** Removes an image's files; those that are gone already are no error. */
    void delete(Fingerprint fingerprint) {
        try {
            Files.deleteIfExists(metadata(fingerprint));
            Files.deleteIfExists(rootfs(fingerprint));
        } catch (IOException failure) {
            throw FileFailures.failed("delete the files of image " + fingerprint, failure);
        }
    }

    /** Removes what a killed daemon has left: half-received images, and files of images that are not known. */
    public void sweep(Set<Fingerprint> known) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(INCOMING)) {
                    deleteIncoming(entry);
                } else if (name.matches("[0-9a-f]{64}(\\.rootfs)?")
                        && !known.contains(new Fingerprint(name.substring(0, 64)))) {
                    LOG.info("removing {}: it belongs to no image", entry);
                    Files.delete(entry);
                }
            }
        } catch (IOException failure) {
            throw FileFailures.failed("clean " + directory, failure);
        }
    }

    static void deleteIncoming(Path incoming) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(incoming)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    deleteIncoming(entry);
                } else {
                    Files.delete(entry);
                }
            }
        }
        Files.delete(incoming);
    }
}
