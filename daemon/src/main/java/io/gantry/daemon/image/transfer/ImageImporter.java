package io.gantry.daemon.image.transfer;

import io.gantry.api.ImageMetadata;
import io.gantry.client.multipart.MalformedMultipartException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.IncomingImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes in images that clients send: one archive, or metadata and root file system as parts of a form. */
public final class ImageImporter {
    private final ImageFiles files;
    private final ImageRegistrar registrar;
    private final InstantSource clock;

    public ImageImporter(ImageFiles files, ImageRegistrar registrar, InstantSource clock) {
        this.files = files;
        this.registrar = registrar;
        this.clock = clock;
    }

    /**
     * What was sent, on this machine; closing it forgets it.
     *
     * @param filename as the sender calls it; may be empty
     */
    public record Upload(IncomingImage image, String filename) implements AutoCloseable {
        @Override
        public void close() {
            image.close();
        }
    }

    /**
     * Reads a body to its end.
     *
     * @param filename what the sender calls a single archive
     * @throws DaemonException INVALID_REQUEST where the body is cut off or malformed
     */
    public Upload receive(String contentType, String filename, InputStream body) {
        IncomingImage incoming = files.receive();
        boolean done = false;
        try {
            String name = ImageBody.read(contentType, body, incoming).orElse(filename);
            done = true;
            return new Upload(incoming, name);
        } catch (EOFException cutOff) {
            throw DaemonException.invalid("the image was not sent to its end: " + cutOff.getMessage());
        } catch (MalformedMultipartException malformed) {
            throw DaemonException.invalid(String.valueOf(malformed.getMessage()));
        } catch (IOException failure) {
            throw FileFailures.failed("receive an image", failure);
        } finally {
            if (!done) {
                incoming.close();
                drain(body);
            }
        }
    }

    /** Reads on to the end: a client that is still sending would not see the answer. */
    private static void drain(InputStream body) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // It is not sending any more.
        }
    }

    /**
     * Looks into what was sent and keeps it.
     *
     * @param expected what it has to be; null for any
     * @throws DaemonException INVALID_REQUEST where it is no image, or not the expected one
     */
    public ImageRecord keep(String project, Upload upload, @Nullable Fingerprint expected, UploadOptions wanted)
            throws InterruptedException {
        IncomingImage incoming = upload.image();
        Fingerprint fingerprint = incoming.fingerprint();
        if (expected != null && !expected.equals(fingerprint)) {
            throw DaemonException.invalid(
                    "fingerprints don't match, got %s expected %s".formatted(fingerprint, expected));
        }
        ImageMetadata described = incoming.look();
        Map<String, String> properties = new LinkedHashMap<>(described.properties());
        properties.putAll(wanted.properties());
        var options = new ImageOptions(
                wanted.isPublic(),
                false,
                wanted.autoUpdate(),
                wanted.expiresAt().orElse(Instant.ofEpochSecond(described.expiryDate())),
                properties,
                wanted.profiles());
        var content = ImageRecord.Content.ofContainer(
                upload.filename(),
                incoming.size(),
                described.architecture(),
                Instant.ofEpochSecond(described.creationDate()));
        var record = new ImageRecord(
                project, fingerprint, content, options, clock.instant(), Instant.EPOCH, Optional.empty());
        return registrar.register(incoming, record, wanted.aliases());
    }
}
