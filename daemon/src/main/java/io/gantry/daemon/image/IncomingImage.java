package io.gantry.daemon.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image on its way in. Its fingerprint is made while its bytes are written: first the metadata archive, then the
 * root file system of a split image. Closing it removes all that was not placed. For one thread.
 */
final class IncomingImage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingImage.class);
    private static final int BUFFER = 128 << 10;

    private final ImageFiles files;
    private final Path directory;
    private final MessageDigest digest;
    private @Nullable String fingerprint;

    IncomingImage(ImageFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A new file for the archive with {@code metadata.yaml}; it is written and closed before any other. */
    OutputStream openMetadata() throws IOException {
        return open(metadata());
    }

    /** A new file for the root file system of a split image; it is written after the metadata. */
    OutputStream openRootfs() throws IOException {
        return open(rootfs());
    }

    private OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(file), digest), BUFFER);
    }

    Path metadata() {
        return directory.resolve("metadata");
    }

    Path rootfs() {
        return directory.resolve("rootfs");
    }

    /** A file of one's own that goes with this image's temporary ones. */
    Path scratch(String name) {
        return directory.resolve("scratch-" + name);
    }

    boolean isSplit() {
        return Files.exists(rootfs());
    }

    /** The SHA-256 of all bytes written; nothing can be added afterwards. */
    String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = HexFormat.of().formatHex(digest.digest());
            fingerprint = known;
        }
        return known;
    }

    /** Bytes of the image's files. */
    long size() {
        try {
            return Files.size(metadata()) + (isSplit() ? Files.size(rootfs()) : 0);
        } catch (IOException failure) {
            throw ImageFiles.failed("read the size of an image", failure);
        }
    }

    /** Gives the files their lasting names. */
    void place() {
        files.place(metadata(), rootfs(), fingerprint());
    }

    @Override
    public void close() {
        try {
            ImageFiles.deleteIncoming(directory);
        } catch (IOException failure) {
            LOG.warn("cannot remove {}: {}; it goes when the daemon starts next", directory, failure.toString());
        }
    }
}
