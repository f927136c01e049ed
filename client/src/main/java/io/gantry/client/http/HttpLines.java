package io.gantry.client.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Lines of a head or of a chunked body, as Latin-1 without their ends; of limited size in all. */
final class HttpLines {
    private final InputStream in;
    private int remaining;

    /** @param limit bytes of all lines at most */
    HttpLines(InputStream in, int limit) {
        this.in = in;
        this.remaining = limit;
    }

    /** The first line; an {@link EOFException} says that the connection ended before it. */
    String first() throws IOException {
        int octet;
        try {
            octet = in.read();
        } catch (SocketException e) {
            var reset = new EOFException("the server closed the connection without an answer: " + e.getMessage());
            reset.initCause(e);
            throw reset;
        }
        if (octet < 0) {
            throw new EOFException("the server closed the connection without an answer");
        }
        return line(octet);
    }

    String next() throws IOException {
        return line(in.read());
    }

    private String line(int first) throws IOException {
        var line = new ByteArrayOutputStream(128);
        for (int octet = first; octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the server closed the connection in the middle of its answer");
            }
            remaining--;
            if (remaining <= 0) {
                throw new IOException("the server sends a head that does not end");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
