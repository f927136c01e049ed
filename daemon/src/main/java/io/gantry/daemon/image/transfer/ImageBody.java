package io.gantry.daemon.image.transfer;

import io.gantry.client.multipart.MalformedMultipartException;
import io.gantry.client.multipart.MultipartReader;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.IncomingImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** An image as the body of a request or a reply: one archive, or metadata and root file system as parts of a form. */
public final class ImageBody {
    private ImageBody() {}

    /**
     * Reads a body to its end.
     *
     * @param contentType tells a form from an archive
     * @return what the sender calls the root file system of a split image; empty for one archive
     * @throws MalformedMultipartException where a form has other parts
     * @throws java.io.EOFException where a form is cut off
     * @throws DaemonException NOT_SUPPORTED for the disk of a virtual machine
     */
    public static Optional<String> read(String contentType, InputStream body, IncomingImage into) throws IOException {
        if (!MultipartReader.isMultipart(contentType)) {
            try (OutputStream out = into.openMetadata()) {
                body.transferTo(out);
            }
            return Optional.empty();
        }
        MultipartReader reader = MultipartReader.of(contentType, body);
        requirePart(reader.next(), "metadata");
        try (OutputStream out = into.openMetadata()) {
            reader.copyTo(out);
        }
        var rootfs = requirePart(reader.next(), "rootfs");
        try (OutputStream out = into.openRootfs()) {
            reader.copyTo(out);
        }
        return rootfs.filename();
    }

    private static MultipartReader.Part requirePart(Optional<MultipartReader.Part> part, String name)
            throws MalformedMultipartException {
        String found = part.map(MultipartReader.Part::name).orElse("");
        if (found.equals("rootfs.img")) {
            throw DaemonException.notSupported("the image is one of a virtual machine");
        }
        if (!found.equals(name)) {
            throw new MalformedMultipartException(
                    "Invalid multipart image: expected part %s, got \"%s\"".formatted(name, found));
        }
        return part.orElseThrow();
    }
}
