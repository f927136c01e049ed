package io.gantry.client.image;

import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The files of an image as they arrive; for one thread. */
public final class ImageDownload implements AutoCloseable {
    private final Connection.Reply reply;

    ImageDownload(Connection.Reply reply) {
        this.reply = reply;
    }

    /** {@code multipart/form-data} with the parts {@code metadata} and {@code rootfs} for an image of two files. */
    public String contentType() {
        String type = reply.header("Content-Type");
        return type == null ? "application/octet-stream" : type;
    }

    /** The header that names the file, null where there is none. */
    public @Nullable String disposition() {
        return reply.header("Content-Disposition");
    }

    /** In bytes, of both files and what is around them; -1 where the server does not say. */
    public long length() {
        return reply.length();
    }

    /** Read once. */
    public InputStream content() throws IOException {
        return reply.body();
    }

    @Override
    public void close() {
        reply.close();
    }
}
