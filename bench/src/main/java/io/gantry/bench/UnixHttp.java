package io.gantry.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The least HTTP client that can ask a daemon many times over one connection: its own cost must not show. */
final class UnixHttp implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream input;

    UnixHttp(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        input = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    }

    /** Asks for a path, reads the whole reply and returns its status code. */
    int get(String path) throws IOException {
        channel.write(ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.1\r\nHost: lxd\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long length = 0;
        boolean isChunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            isChunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (isChunked) {
            for (int chunk = chunkLength(); chunk > 0; chunk = chunkLength()) {
                input.skipNBytes(chunk);
                line();
            }
            line();
        } else {
            input.skipNBytes(length);
        }
        return status;
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new IOException("the daemon closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
