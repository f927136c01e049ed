package io.gantry.daemon.devlxd;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A connection from an instance. It speaks as much of HTTP/1.1 as questions without a body need, and hangs up on
 * everything else: whoever is at the other end is not trusted.
 */
final class DevlxdConnection {
    private static final int LONGEST_HEAD = 16 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final BiFunction<String, String, DevlxdReply> answers;

    /** @param answers what to say to a method and a path */
    DevlxdConnection(InputStream in, OutputStream out, BiFunction<String, String, DevlxdReply> answers) {
        this.in = new BufferedInputStream(in);
        this.out = out;
        this.answers = answers;
    }

    /** Answers until the other end hangs up or makes no sense. */
    void serve() throws IOException {
        while (true) {
            List<String> head = readHead();
            String[] request = head.isEmpty() ? new String[0] : head.getFirst().split(" ", -1);
            if (request.length != 3 || !request[2].startsWith("HTTP/1.") || hasBody(head)) {
                return;
            }
            int query = request[1].indexOf('?');
            DevlxdReply answer = answers.apply(request[0], query < 0 ? request[1] : request[1].substring(0, query));
            boolean isLast = request[2].equals("HTTP/1.0") || has(head, "connection:", "close");
            write(answer, isLast);
            if (isLast) {
                return;
            }
        }
    }

    /** The lines up to an empty one; empty at the end of the stream. */
    private List<String> readHead() throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (int count = 0; count < LONGEST_HEAD; count++) {
            int next = in.read();
            if (next < 0) {
                return List.of();
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String text = line.toString().strip();
            line.setLength(0);
            if (!text.isEmpty()) {
                lines.add(text);
            } else if (!lines.isEmpty()) {
                return lines;
            }
        }
        return List.of();
    }

    private static boolean hasBody(List<String> head) {
        return head.stream()
                .map(line -> line.toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(line -> line.startsWith("transfer-encoding:")
                        || (line.startsWith("content-length:") && !line.equals("content-length:0")));
    }

    private static boolean has(List<String> head, String field, String word) {
        return head.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.startsWith(field) && line.contains(word));
    }

    private void write(DevlxdReply answer, boolean isLast) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " " + reason(answer.status()) + "\r\nContent-Type: "
                + answer.contentType() + "\r\nContent-Length: " + body.length + "\r\n"
                + (isLast ? "Connection: close\r\n" : "") + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            default -> "Internal Server Error";
        };
    }
}
