package io.gantry.client.http;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a reply. A connection that ends before it is complete is an error, never an end. */
final class BodyInput extends InputStream {
    private final InputStream in;
    private final Framing framing;
    private final Runnable whenComplete;
    private long remaining;
    private boolean isComplete;

    /** How the end of a body is known. */
    enum Framing {
        LENGTH,
        CHUNKS,
        END_OF_CONNECTION
    }

    /** @param whenComplete called once all was read */
    BodyInput(InputStream in, HttpHead head, boolean hasBody, Runnable whenComplete) throws IOException {
        this.in = in;
        this.whenComplete = whenComplete;
        String length = head.header("content-length");
        boolean isChunked = "chunked".equalsIgnoreCase(head.header("transfer-encoding"));
        if (!hasBody) {
            framing = Framing.LENGTH;
        } else if (isChunked) {
            framing = Framing.CHUNKS;
        } else {
            framing = length == null ? Framing.END_OF_CONNECTION : Framing.LENGTH;
        }
        remaining = hasBody && framing == Framing.LENGTH ? length(length) : 0;
        if (framing == Framing.LENGTH && remaining == 0) {
            complete();
        }
    }

    private static long length(@Nullable String text) throws IOException {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("the server tells a broken length", e);
        }
    }

    private void complete() {
        if (!isComplete) {
            isComplete = true;
            whenComplete.run();
        }
    }

    boolean isComplete() {
        return isComplete;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (isComplete) {
            return -1;
        }
        if (framing == Framing.CHUNKS && remaining == 0 && !nextChunk()) {
            return -1;
        }
        int wanted = framing == Framing.END_OF_CONNECTION ? length : (int) Math.min(length, remaining);
        int count = in.read(bytes, offset, wanted);
        if (count < 0) {
            if (framing == Framing.END_OF_CONNECTION) {
                isComplete = true;
                return -1;
            }
            throw new IOException("the server closed the connection in the middle of its answer");
        }
        if (framing != Framing.END_OF_CONNECTION) {
            remaining -= count;
            if (remaining == 0) {
                endOfPart();
            }
        }
        return count;
    }

    private void endOfPart() throws IOException {
        if (framing == Framing.LENGTH) {
            complete();
        } else {
            HttpHead.line(in);
        }
    }

    private boolean nextChunk() throws IOException {
        String line = HttpHead.line(in);
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        try {
            remaining = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("the server sends a broken chunk", e);
        }
        if (remaining == 0) {
            while (!HttpHead.line(in).isEmpty()) {}
            complete();
            return false;
        }
        return true;
    }
}
