package io.gantry.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of a reply (<a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>).
 *
 * @param isHttp11 false for HTTP/1.0, whose connections end with the reply
 * @param headers names in lower case; values of several fields with one name are joined by commas
 */
record HttpHead(int status, boolean isHttp11, Map<String, String> headers) {
    /** Bytes of one head at most, or of a trailer. */
    static final int LARGEST = 256 << 10;

    private static final int MOST_INTERIM = 16;
    private static final int CONTINUE = 100;
    private static final int SWITCHING = 101;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    HttpHead {
        headers = Map.copyOf(headers);
    }

    /**
     * Reads the next head; those of interim replies are skipped.
     *
     * @throws EOFException where the connection ends before the first byte
     */
    static HttpHead read(InputStream in) throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            HttpHead head = readOne(new HttpLines(in, LARGEST));
            if (head.status() < CONTINUE || head.status() >= 200 || head.status() == SWITCHING) {
                return head;
            }
        }
        throw new IOException("the server sends interim replies without an end");
    }

    private static HttpHead readOne(HttpLines lines) throws IOException {
        Matcher status = STATUS_LINE.matcher(lines.first());
        if (!status.matches()) {
            throw new IOException("the server does not answer in HTTP/1.1");
        }
        var headers = new HashMap<String, String>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (!FIELD_NAME.matcher(name).matches()) {
                throw new IOException("the server sends a broken header");
            }
            headers.merge(
                    name.toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new HttpHead(Integer.parseInt(status.group(2)), status.group(1).equals("1"), headers);
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Whether the connection can be used for another request after this reply. */
    boolean keepsAlive() {
        for (String option : headers.getOrDefault("connection", "").split(",", -1)) {
            if (option.strip().equalsIgnoreCase("close")) {
                return false;
            }
        }
        return isHttp11;
    }
}
