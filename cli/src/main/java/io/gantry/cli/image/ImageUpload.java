package io.gantry.cli.image;

import io.gantry.cli.output.ProgressLine;
import io.gantry.cli.output.TransferProgress;
import io.gantry.client.server.Connection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of an image as the body of a request. */
final class ImageUpload implements AutoCloseable {
    private final InputStream content;
    private final Connection.Body body;

    private ImageUpload(InputStream content, String contentType, long length, ProgressLine progress) {
        this.content = content;
        this.body = new Connection.Body.Stream(
                contentType, new TransferProgress(content, progress, "Transferring image", length), length);
    }

    /**
     * @param image the whole image, or its metadata where it has a file of its own for the root file system
     */
    static ImageUpload open(Path image, @Nullable Path rootfs, ProgressLine progress) throws IOException {
        if (rootfs == null) {
            return new ImageUpload(
                    Files.newInputStream(image), "application/octet-stream", Files.size(image), progress);
        }
        String boundary = "gantry-" + UUID.randomUUID();
        byte[] first = partHead(boundary, "", "metadata", image);
        byte[] second = partHead(boundary, "\r\n", "rootfs", rootfs);
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        long length = first.length + Files.size(image) + second.length + Files.size(rootfs) + end.length;
        InputStream metadata = Files.newInputStream(image);
        InputStream tree;
        try {
            tree = Files.newInputStream(rootfs);
        } catch (IOException e) {
            metadata.close();
            throw e;
        }
        InputStream whole = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(first),
                metadata,
                new ByteArrayInputStream(second),
                tree,
                new ByteArrayInputStream(end))));
        return new ImageUpload(whole, "multipart/form-data; boundary=" + boundary, length, progress);
    }

    private static byte[] partHead(String boundary, String before, String name, Path file) {
        return (before + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                        + String.valueOf(file.getFileName()).replace("\"", "%22")
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    Connection.Body body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
