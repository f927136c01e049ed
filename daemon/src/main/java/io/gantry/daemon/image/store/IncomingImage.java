package io.gantry.daemon.image.store;

import io.gantry.api.ImageMetadata;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.ArchiveContents;
import io.gantry.daemon.image.archive.ArchiveWatch;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageArchiveReader.Part;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image on its way in. Its fingerprint is made while its bytes are written: first the metadata archive, then the
 * root file system of a split image; what comes from elsewhere is looked through meanwhile. Closing it removes all that
 * was not placed. For one thread.
 */
public final class IncomingImage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingImage.class);
    private static final int BUFFER = 128 << 10;

    private final ImageFiles files;
    private final ImageArchiveReader reader;
    private final Path directory;
    private final MessageDigest digest;
    private final Map<Path, ArchiveWatch> watches = new HashMap<>();
    private @Nullable Fingerprint fingerprint;

    IncomingImage(ImageFiles files, ImageArchiveReader reader, Path directory) {
        this.files = files;
        this.reader = reader;
        this.directory = directory;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A new file for the archive with {@code metadata.yaml}; it is written and closed before any other. */
    public OutputStream openMetadata() throws IOException {
        return watched(metadata(), Part.METADATA);
    }

    /** A new file for the root file system of a split image; it is written after the metadata. */
    public OutputStream openRootfs() throws IOException {
        return watched(rootfs(), Part.ROOTFS);
    }

    /** As {@link #openMetadata}, for an archive that this daemon makes itself and need not look through. */
    public OutputStream openOwnArchive() throws IOException {
        return new BufferedOutputStream(hashed(metadata()), BUFFER);
    }

    private OutputStream watched(Path file, Part part) throws IOException {
        ArchiveWatch watch = reader.watch(part);
        watches.put(file, watch);
        return new BufferedOutputStream(new WatchedFile(hashed(file), watch), BUFFER);
    }

    /** A file on its way in. What fails here is this host's matter, not the sender's. */
    private final class WatchedFile extends FilterOutputStream {
        private final ArchiveWatch watch;

        WatchedFile(OutputStream file, ArchiveWatch watch) {
            super(file);
            this.watch = watch;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException failure) {
                throw FileFailures.failed("store the image in " + directory.getParent(), failure);
            }
            watch.write(bytes, offset, length);
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }
    }

    private OutputStream hashed(Path file) throws IOException {
        return new DigestOutputStream(Files.newOutputStream(file), digest);
    }

    /**
     * What the image says of itself; all of it has arrived.
     *
     * @throws DaemonException INVALID_REQUEST where it is broken, not safe, or no image of a container
     */
    public ImageMetadata look() throws InterruptedException {
        ArchiveContents contents = contents(metadata());
        if (!isSplit()) {
            return contents.ofWholeImage();
        }
        ImageMetadata described = contents.ofSplitImage();
        contents(rootfs());
        return described;
    }

    private ArchiveContents contents(Path file) throws InterruptedException {
        ArchiveWatch watch = watches.get(file);
        if (watch == null) {
            throw new IllegalStateException(file + " was not received");
        }
        return watch.end(file);
    }

    Path metadata() {
        return directory.resolve("metadata");
    }

    Path rootfs() {
        return directory.resolve("rootfs");
    }

    /** A file of one's own that goes with this image's temporary ones. */
    public Path scratch(String name) {
        return directory.resolve("scratch-" + name);
    }

    boolean isSplit() {
        return Files.exists(rootfs());
    }

    /** The SHA-256 of all bytes written; nothing can be added afterwards. */
    public Fingerprint fingerprint() {
        Fingerprint known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(digest.digest());
            fingerprint = known;
        }
        return known;
    }

    /** Bytes of the image's files. */
    public long size() {
        try {
            return Files.size(metadata()) + (isSplit() ? Files.size(rootfs()) : 0);
        } catch (IOException failure) {
            throw FileFailures.failed("read the size of an image", failure);
        }
    }

    /** Gives the files their lasting names. */
    public void place() {
        files.place(metadata(), rootfs(), fingerprint());
    }

    @Override
    public void close() {
        watches.values().forEach(ArchiveWatch::close);
        try {
            ImageFiles.deleteIncoming(directory);
        } catch (IOException failure) {
            LOG.warn("cannot remove {}: {}; it goes when the daemon starts next", directory, failure.toString());
        }
    }
}
