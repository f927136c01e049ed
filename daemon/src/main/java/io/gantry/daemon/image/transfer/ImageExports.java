package io.gantry.daemon.image.transfer;

import io.gantry.daemon.id.Ids;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.archive.ImageFormat;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The files of an image as one body: the archive itself, or a form with both files of a split image. */
public final class ImageExports {
    private final ImageFiles files;
    private final Ids ids;

    public ImageExports(ImageFiles files, Ids ids) {
        this.files = files;
        this.ids = ids;
    }

    /**
     * A body.
     *
     * @param contentDisposition empty for a form
     * @param length bytes
     */
    public record Body(String contentType, Optional<String> contentDisposition, long length, Content content) {}

    /** The bytes of a body; the caller closes them. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /** The body for an image that is here. */
    public Body of(Fingerprint fingerprint) {
        try {
            Path metadata = files.metadata(fingerprint);
            String name = fingerprint + extension(metadata);
            if (!files.isSplit(fingerprint)) {
                return new Body(
                        "application/octet-stream",
                        Optional.of("inline;filename=" + name),
                        Files.size(metadata),
                        () -> Files.newInputStream(metadata));
            }
            Path rootfs = files.rootfs(fingerprint);
            return form(List.of(
                    new Part("metadata", "meta-" + name, metadata),
                    new Part("rootfs", fingerprint + extension(rootfs), rootfs)));
        } catch (IOException failure) {
            throw FileFailures.failed("read image " + fingerprint, failure);
        }
    }

    private record Part(String name, String filename, Path file) {}

    private Body form(List<Part> parts) throws IOException {
        // Nobody who makes an archive can know the boundary that it will be sent with.
        String boundary = ids.uuid();
        long length = end(boundary).length;
        for (Part part : parts) {
            length += head(boundary, part).length + Files.size(part.file());
        }
        return new Body(
                "multipart/form-data; boundary=" + boundary, Optional.empty(), length, () -> content(boundary, parts));
    }

    private static InputStream content(String boundary, List<Part> parts) throws IOException {
        List<InputStream> pieces = new ArrayList<>();
        try {
            for (Part part : parts) {
                pieces.add(new ByteArrayInputStream(head(boundary, part)));
                pieces.add(Files.newInputStream(part.file()));
            }
            pieces.add(new ByteArrayInputStream(end(boundary)));
            return new SequenceInputStream(Collections.enumeration(pieces));
        } catch (IOException failure) {
            for (InputStream piece : pieces) {
                piece.close();
            }
            throw failure;
        }
    }

    private static byte[] head(String boundary, Part part) {
        String start = part.name().equals("metadata") ? "" : "\r\n";
        return """
                %s--%s\r
                Content-Disposition: form-data; name="%s"; filename="%s"\r
                Content-Type: application/octet-stream\r
                \r
                """.formatted(start, boundary, part.name(), part.filename()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] end(String boundary) {
        return "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.US_ASCII);
    }

    private static String extension(Path file) {
        return ImageFormat.find(file).map(ImageFormat::extension).orElse("");
    }
}
