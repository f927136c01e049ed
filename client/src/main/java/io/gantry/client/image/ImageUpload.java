package io.gantry.client.image;

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

/**
 * The files of an image as the body of a request. The caller closes it.
 *
 * @param length in bytes
 */
public record ImageUpload(String contentType, InputStream content, long length) implements AutoCloseable {
    /**
     * @param image the whole image, or its metadata where it has a file of its own for the root file system
     */
    public static ImageUpload open(Path image, @Nullable Path rootfs) throws IOException {
        if (rootfs == null) {
            return new ImageUpload("application/octet-stream", Files.newInputStream(image), Files.size(image));
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
        return new ImageUpload("multipart/form-data; boundary=" + boundary, whole, length);
    }

    private static byte[] partHead(String boundary, String before, String name, Path file) {
        return (before + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                        + String.valueOf(file.getFileName()).replace("\"", "%22")
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
