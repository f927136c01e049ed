package io.gantry.client.multipart;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code multipart/form-data} body (RFC 7578) part by part, without keeping any of it. A body that is cut off is
 * an {@link EOFException}. For one thread.
 */
public final class MultipartReader {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([A-Za-z0-9*_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    private static final int LONGEST_LINE = 8 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[128 << 10];
    private int start;
    private int end;
    private boolean isOver;

    private MultipartReader(InputStream in, String boundary) throws IOException {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // What comes before the first boundary is no part; the boundary itself may be the first line.
        String line = readLine();
        while (!line.equals("--" + boundary)) {
            line = readLine();
        }
    }

    /** A part's name and, where the sender gave one, file name. */
    public record Part(String name, Optional<String> filename) {}

    /** Whether a Content-Type says that the body is multipart. */
    public static boolean isMultipart(String contentType) {
        return contentType.strip().regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length());
    }

    /**
     * Begins reading a body.
     *
     * @throws MalformedMultipartException where the Content-Type has no boundary
     * @throws EOFException where the body ends before its first part
     */
    public static MultipartReader of(String contentType, InputStream body) throws IOException {
        String boundary = parameters(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
            throw new MalformedMultipartException("the Content-Type multipart/form-data has no valid boundary");
        }
        return new MultipartReader(body, boundary);
    }

    /** The parameters of a header's value, such as {@code filename}; their names in lower case. */
    public static Map<String, String> parameters(String header) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            parameters.put(matcher.group(1), quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return parameters;
    }

    /**
     * The next part, whose content has then to be read with {@link #copyTo}; empty after the last one.
     */
    public Optional<Part> next() throws IOException {
        if (isOver) {
            return Optional.empty();
        }
        String disposition = "";
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.regionMatches(true, 0, "content-disposition:", 0, "content-disposition:".length())) {
                disposition = line;
            }
        }
        Map<String, String> parameters = parameters(disposition);
        return Optional.of(
                new Part(parameters.getOrDefault("name", ""), Optional.ofNullable(parameters.get("filename"))));
    }

    /** Copies the content of the part, which ends before the next boundary. */
    public void copyTo(OutputStream out) throws IOException {
        while (true) {
            int found = findDelimiter();
            if (found >= 0) {
                out.write(buffer, start, found - start);
                start = found + delimiter.length;
                finishBoundary();
                return;
            }
            // The last bytes may be the beginning of a delimiter.
            int safe = Math.max(start, end - delimiter.length + 1);
            out.write(buffer, start, safe - start);
            start = safe;
            fill();
        }
    }

    private void finishBoundary() throws IOException {
        String rest = readLine();
        if (rest.startsWith("--")) {
            isOver = true;
        } else if (!rest.isBlank()) {
            throw new MalformedMultipartException("the multipart body has a malformed boundary");
        }
    }

    private int findDelimiter() {
        int last = end - delimiter.length;
        for (int i = start; i <= last; i++) {
            if (buffer[i] == '\r' && matchesAt(i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matchesAt(int position) {
        for (int i = 1; i < delimiter.length; i++) {
            if (buffer[position + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (start == end) {
                if (isOver || !tryFill()) {
                    if (line.indexOf("--") == 0) {
                        // The closing boundary needs no end of line.
                        return line.toString();
                    }
                    throw new EOFException("the multipart body is cut off");
                }
            }
            char c = (char) (buffer[start++] & 0xff);
            if (c == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
            if (line.length() >= LONGEST_LINE) {
                throw new MalformedMultipartException("the multipart body has an endless line");
            }
            line.append(c);
        }
    }

    private void fill() throws IOException {
        if (!tryFill()) {
            throw new EOFException("the multipart body is cut off");
        }
    }

    private boolean tryFill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int count = in.read(buffer, end, buffer.length - end);
        if (count <= 0) {
            return false;
        }
        end += count;
        return true;
    }
}
