package io.gantry.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The body of a reply. A connection that ends before it is complete is an error, never an end. Belongs to one thread.
 */
final class BodyInput extends InputStream {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9a-fA-F]{1,15}");
    private static final int LONGEST_CHUNK_LINE = 4 << 10;

    private final InputStream in;
    private final Framing framing;
    private final Runnable whenComplete;
    /** Bytes of the body, or of the chunk under way, that have not been read. */
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
        framing = hasBody ? framing(head) : Framing.LENGTH;
        remaining = hasBody && framing == Framing.LENGTH ? length(head) : 0;
        if (framing == Framing.LENGTH && remaining == 0) {
            complete();
        }
    }

    /** RFC 9112, 6.3; what is ambiguous there is refused, since two readers could differ about it. */
    private static Framing framing(HttpHead head) throws IOException {
        String coding = head.header("transfer-encoding");
        boolean hasLength = head.header("content-length") != null;
        if (coding == null) {
            return hasLength ? Framing.LENGTH : Framing.END_OF_CONNECTION;
        }
        if (!coding.equalsIgnoreCase("chunked") || hasLength) {
            throw new IOException("the server does not say clearly where its answer ends");
        }
        return Framing.CHUNKS;
    }

    private static long length(HttpHead head) throws IOException {
        String text = Objects.requireNonNullElse(head.header("content-length"), "");
        if (!LENGTH.matcher(text).matches()) {
            throw new IOException("the server tells a broken length");
        }
        return Long.parseLong(text);
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
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (isComplete) {
            return -1;
        }
        return switch (framing) {
            case END_OF_CONNECTION -> readToEnd(bytes, offset, length);
            case LENGTH -> {
                int count = readPart(bytes, offset, length);
                if (remaining == 0) {
                    complete();
                }
                yield count;
            }
            case CHUNKS -> {
                if (remaining == 0 && !nextChunk()) {
                    yield -1;
                }
                int count = readPart(bytes, offset, length);
                if (remaining == 0 && !line().isEmpty()) {
                    throw new IOException("the server sends a chunk that is longer than it says");
                }
                yield count;
            }
        };
    }

    private int readToEnd(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count < 0) {
            complete();
        }
        return count;
    }

    private int readPart(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw new IOException("the server closed the connection in the middle of its answer");
        }
        remaining -= count;
        return count;
    }

    /** Begins the next chunk; false after the last, whose trailer is skipped. */
    private boolean nextChunk() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (!CHUNK_SIZE.matcher(size).matches()) {
            throw new IOException("the server sends a broken chunk");
        }
        remaining = Long.parseLong(size, 16);
        if (remaining == 0) {
            skipTrailer();
            complete();
            return false;
        }
        return true;
    }

    private void skipTrailer() throws IOException {
        var lines = new HttpLines(in, HttpHead.LARGEST);
        while (!lines.next().isEmpty()) {}
    }

    private String line() throws IOException {
        return new HttpLines(in, LONGEST_CHUNK_LINE).next();
    }
}
