package io.gantry.client.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of a reply.
 *
 * @param headers names in lower case; of several with one name, the last
 */
record HttpHead(int status, Map<String, String> headers) {
    private static final int LONGEST_LINE = 256 << 10;
    private static final int CONTINUE = 100;
    private static final int SWITCHING = 101;

    /**
     * Reads the next head; those of interim replies are skipped.
     *
     * @throws EOFException where the connection ends before the first byte
     */
    static HttpHead read(InputStream in) throws IOException {
        while (true) {
            HttpHead head = readOne(in);
            if (head.status() < CONTINUE || head.status() >= 200 || head.status() == SWITCHING) {
                return head;
            }
        }
    }

    private static HttpHead readOne(InputStream in) throws IOException {
        String status = line(in);
        int space = status.indexOf(' ');
        if (!status.startsWith("HTTP/1.") || space < 0 || status.length() < space + 4) {
            throw new IOException("the server does not answer in HTTP/1.1");
        }
        var headers = new HashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        try {
            return new HttpHead(Integer.parseInt(status.substring(space + 1, space + 4)), headers);
        } catch (NumberFormatException e) {
            throw new IOException("the server answers with a broken status", e);
        }
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(128);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                if (line.size() == 0) {
                    throw new EOFException("the server closed the connection without an answer");
                }
                throw new IOException("the server closed the connection in the middle of its answer");
            }
            if (line.size() >= LONGEST_LINE) {
                throw new IOException("the server sends a line that does not end");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Whether the connection can be used for another request after this reply. */
    boolean keepsAlive() {
        return !"close".equalsIgnoreCase(headers.get("connection"));
    }
}
