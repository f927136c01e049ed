package io.gantry.client.http;

import io.gantry.client.certificate.Pem;
import io.gantry.client.server.Connection;
import io.gantry.client.transport.MessageChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to one server over connections of our own: idle ones are used again, and a request that waits does not hold
 * up another. Safe for use by many threads.
 */
public final class HttpConnection implements Connection {
    private static final int COPY_BUFFER = 64 << 10;
    private static final int SWITCHING = 101;
    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int LARGEST_REFUSAL = 4096;

    /** Servers may end what has been idle for longer, and a request could meet that end. */
    private static final long LONGEST_IDLE_NANOS = 20_000_000_000L;

    private final Endpoint endpoint;
    private final String userAgent;
    private final Optional<X509Certificate> certificate;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean isClosed;

    /** @param since of {@link System#nanoTime} */
    private record Idle(Wire wire, long since) {}

    /**
     * @param certificate the one that the endpoint insists on; empty on a unix socket and for a server that a public
     *     authority vouches for
     * @param userAgent how this program calls itself
     */
    public HttpConnection(Endpoint endpoint, Optional<X509Certificate> certificate, String userAgent) {
        this.endpoint = endpoint;
        this.certificate = certificate;
        this.userAgent = userAgent;
    }

    /** The certificate that a server presents, not judged. */
    public static X509Certificate presentedBy(Endpoint endpoint) throws IOException {
        try (Wire wire = endpoint.open()) {
            return wire.peer().orElseThrow(() -> new IOException(endpoint.address() + " presents no certificate"));
        }
    }

    @Override
    public String address() {
        return endpoint.address();
    }

    @Override
    public @Nullable String certificate() {
        return certificate.map(Pem::text).orElse(null);
    }

    @Override
    public Connection.Reply send(String method, String path, Map<String, String> headers, Body body)
            throws IOException {
        requirePath(path);
        // A stream can be sent only once: it gets a connection that the server has no reason to end.
        Wire used = body instanceof Body.Stream ? null : takeIdle();
        if (used != null) {
            try {
                return exchange(used, method, path, headers, body);
            } catch (UnansweredException e) {
                // The server ended the idle connection before it saw the request.
                used.close();
            } catch (IOException e) {
                used.close();
                throw e;
            }
        }
        Wire wire = endpoint.open();
        try {
            return exchange(wire, method, path, headers, body);
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    private Reply exchange(Wire wire, String method, String path, Map<String, String> headers, Body body)
            throws IOException {
        IOException unsent = null;
        try {
            write(wire.out(), method, path, headers, body);
        } catch (BrokenSourceException e) {
            throw e;
        } catch (IOException e) {
            // A server may refuse a request before it has read all of it, and say why.
            unsent = e;
        }
        HttpHead head;
        try {
            head = HttpHead.read(wire.in());
        } catch (IOException e) {
            if (unsent != null || e instanceof EOFException) {
                throw new UnansweredException(
                        address() + " closed the connection without an answer", unsent == null ? e : unsent);
            }
            throw e;
        }
        if (head.status() == SWITCHING) {
            throw new IOException(address() + " changes to another protocol, which nobody asked for");
        }
        return new Reply(wire, head, hasBody(method, head.status()), head.keepsAlive() && unsent == null);
    }

    /** The connection ended before the first byte of an answer. */
    private static final class UnansweredException extends IOException {
        UnansweredException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** What was to be sent could not be read. */
    private static final class BrokenSourceException extends IOException {
        BrokenSourceException(String message, @Nullable IOException cause) {
            super(message, cause);
        }
    }

    private static boolean hasBody(String method, int status) {
        return !method.equals("HEAD") && status != 204 && status != 304 && status >= 200;
    }

    private void write(OutputStream out, String method, String path, Map<String, String> headers, Body body)
            throws IOException {
        var head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        field(head, "Host", endpoint.host());
        field(head, "User-Agent", userAgent);
        headers.forEach((name, value) -> field(head, name, value));
        switch (body) {
            case Body.None _ -> {
                if (!method.equals("GET") && !method.equals("HEAD")) {
                    field(head, "Content-Length", "0");
                }
                out.write(ended(head));
            }
            case Body.Bytes(String type, ByteBuffer content) -> {
                field(head, "Content-Type", type);
                field(head, "Content-Length", Integer.toString(content.remaining()));
                byte[] bytes = new byte[content.remaining()];
                content.duplicate().get(bytes);
                out.write(joined(ended(head), bytes));
            }
            case Body.Stream(String type, InputStream content, long length) -> {
                field(head, "Content-Type", type);
                if (length >= 0) {
                    field(head, "Content-Length", Long.toString(length));
                    out.write(ended(head));
                    copy(content, out, length);
                } else {
                    field(head, "Transfer-Encoding", "chunked");
                    out.write(ended(head));
                    copyChunked(content, out);
                }
            }
        }
        out.flush();
    }

    /** What is no part of a URL would end the request's first line, or begin another request. */
    private static void requirePath(String path) throws IOException {
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IOException("\"" + path + "\" is not the path of a URL: it begins with a slash, and spaces and "
                    + "control characters in it are escaped");
        }
    }

    private static void field(StringBuilder head, String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line break in the header " + name);
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static byte[] ended(StringBuilder head) {
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private static void copy(InputStream from, OutputStream to, long length) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER];
        long remaining = length;
        while (remaining > 0) {
            int count = read(from, buffer, (int) Math.min(buffer.length, remaining));
            if (count < 0) {
                throw new BrokenSourceException("what is sent ended " + remaining + " bytes too early", null);
            }
            to.write(buffer, 0, count);
            remaining -= count;
        }
    }

    private static int read(InputStream from, byte[] buffer, int limit) throws BrokenSourceException {
        try {
            return from.read(buffer, 0, limit);
        } catch (IOException e) {
            throw new BrokenSourceException("what is sent cannot be read: " + e.getMessage(), e);
        }
    }

    private static void copyChunked(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER];
        for (int count = read(from, buffer, buffer.length); count >= 0; count = read(from, buffer, buffer.length)) {
            if (count > 0) {
                to.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                to.write(buffer, 0, count);
                to.write(LINE_END);
            }
        }
        to.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public MessageChannel websocket(String path) throws IOException {
        requirePath(path);
        Wire wire = endpoint.open();
        try {
            byte[] nonce = new byte[16];
            new SecureRandom().nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            write(
                    wire.out(),
                    "GET",
                    path,
                    Map.of(
                            "Connection", "Upgrade",
                            "Upgrade", "websocket",
                            "Sec-WebSocket-Version", "13",
                            "Sec-WebSocket-Key", key),
                    new Body.None());
            HttpHead head = HttpHead.read(wire.in());
            if (head.status() != SWITCHING) {
                throw refused(wire, head);
            }
            if (!accepted(key).equals(head.header("sec-websocket-accept"))) {
                throw new IOException(address() + " does not speak the websocket protocol");
            }
            return new WebSocketChannel(wire);
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    private IOException refused(Wire wire, HttpHead head) throws IOException {
        byte[] body = new BodyInput(wire.in(), head, true, () -> {}).readNBytes(LARGEST_REFUSAL);
        return new WebSocketRefusedException(
                head.status(), address() + " refuses the websocket", new String(body, StandardCharsets.UTF_8));
    }

    private static String accepted(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private synchronized @Nullable Wire takeIdle() {
        Idle latest = idle.pollLast();
        if (latest == null) {
            return null;
        }
        if (System.nanoTime() - latest.since() < LONGEST_IDLE_NANOS) {
            return latest.wire();
        }
        // The others have been idle for longer still.
        latest.wire().close();
        closeIdle();
        return null;
    }

    private synchronized void giveBack(Wire wire) {
        if (isClosed || hasMore(wire)) {
            wire.close();
        } else {
            idle.addLast(new Idle(wire, System.nanoTime()));
        }
    }

    /** Whether bytes came that nobody asked for: they would be taken for the answer to the next request. */
    private static boolean hasMore(Wire wire) {
        try {
            return wire.in().available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    private void closeIdle() {
        idle.forEach(one -> one.wire().close());
        idle.clear();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        closeIdle();
    }

    /** A reply whose connection goes back when its body was read, and is closed otherwise. */
    private final class Reply implements Connection.Reply {
        private final Wire wire;
        private final HttpHead head;
        private final BodyInput body;

        /** @param goesOn whether the connection can be used after this reply */
        Reply(Wire wire, HttpHead head, boolean hasBody, boolean goesOn) throws IOException {
            this.wire = wire;
            this.head = head;
            body = new BodyInput(wire.in(), head, hasBody, () -> end(goesOn));
        }

        private void end(boolean goesOn) {
            if (goesOn) {
                giveBack(wire);
            } else {
                wire.close();
            }
        }

        @Override
        public int status() {
            return head.status();
        }

        @Override
        public @Nullable String header(String name) {
            return head.header(name);
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            if (!body.isComplete()) {
                wire.close();
            }
        }
    }
}
