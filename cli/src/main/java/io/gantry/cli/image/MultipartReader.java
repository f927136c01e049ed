package io.gantry.cli.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the parts of a body of {@code multipart/form-data} (RFC 7578), one after the other. */
final class MultipartReader {
    private static final int LONGEST_LINE = 16 * 1024;

    private final BufferedInputStream in;
    private final byte[] delimiter;
    private boolean afterPart;

    MultipartReader(InputStream in, String boundary) {
        this.in = new BufferedInputStream(in, 64 * 1024);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    /** The boundary that a content type names. */
    static Optional<String> boundary(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (!contentType.startsWith("multipart/") || at < 0) {
            return Optional.empty();
        }
        String rest = contentType.substring(at + "boundary=".length());
        int end = rest.indexOf(';');
        String boundary = (end < 0 ? rest : rest.substring(0, end)).strip();
        return Optional.of(
                boundary.startsWith("\"") && boundary.endsWith("\"") && boundary.length() > 1
                        ? boundary.substring(1, boundary.length() - 1)
                        : boundary);
    }

    /** Skips to the first part. Must be called once, before everything else. */
    void start() throws IOException {
        String line = line();
        while (!line.startsWith("--")) {
            line = line();
        }
    }

    /** The headers of the part that comes next, names in lower case; empty after the last part. */
    Optional<Map<String, String>> headers() throws IOException {
        if (afterPart && line().startsWith("--")) {
            return Optional.empty();
        }
        afterPart = true;
        var headers = new TreeMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return Optional.of(headers);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server's reply ended too early");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("the server's reply has a line of more than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Writes the content of the part whose headers were read last. */
    void copyTo(OutputStream out) throws IOException {
        int matched = 0;
        while (matched < delimiter.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server's reply ended too early");
            }
            if (next == (delimiter[matched] & 0xFF)) {
                matched++;
            } else {
                // Carriage return is nowhere else in a delimiter, so a match can only begin anew at this byte.
                out.write(delimiter, 0, matched);
                matched = next == '\r' ? 1 : 0;
                if (matched == 0) {
                    out.write(next);
                }
            }
        }
    }
}
