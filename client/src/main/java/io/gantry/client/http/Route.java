package io.gantry.client.http;

import io.gantry.client.address.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server on the network is reached.
 *
 * @param proxy that connections go through; empty for directly
 * @param silence for how long a server may say nothing while it is waited for; zero for ever
 */
public record Route(Optional<HostPort> proxy, Duration silence) {
    /** Directly, and without a limit: what is waited for may be the end of a long operation. */
    public static final Route DIRECT = new Route(Optional.empty(), Duration.ZERO);

    /** @throws IllegalArgumentException for a negative duration, or one of more than 24 days */
    public Route {
        if (silence.isNegative() || silence.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a limit for waiting: " + silence);
        }
    }

    /** Whom the connection is opened to. */
    HostPort first(HostPort server) {
        return proxy.orElse(server);
    }

    /** In milliseconds, as sockets take it. */
    int silenceMillis() {
        return Math.toIntExact(silence.toMillis());
    }

    /** Has the proxy, if there is one, make the connection to it one to the server (RFC 9110, 9.3.6). */
    void open(Socket socket, HostPort server) throws IOException {
        if (proxy.isEmpty()) {
            return;
        }
        OutputStream out = socket.getOutputStream();
        out.write(("CONNECT " + server + " HTTP/1.1\r\nHost: " + server + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        HttpHead answer = HttpHead.read(socket.getInputStream());
        if (answer.status() < 200 || answer.status() >= 300) {
            throw new IOException(
                    "the proxy " + proxy.get() + " does not lead to " + server + ": HTTP " + answer.status());
        }
    }
}
