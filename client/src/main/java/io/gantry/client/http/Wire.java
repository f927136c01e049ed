package io.gantry.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * One open connection. One thread may read while another writes; closing it ends both.
 *
 * @param peer the certificate that the server presented
 */
public record Wire(BufferedInputStream in, OutputStream out, Line line, Optional<X509Certificate> peer)
        implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    /** What closes a connection. */
    @FunctionalInterface
    public interface Line {
        /** Closes it as its protocol wants it. */
        void close() throws IOException;

        /** Closes it without a word, and without waiting for a thread that writes. */
        default void cut() throws IOException {
            close();
        }
    }

    static Wire of(SocketChannel channel) {
        return new Wire(
                buffered(Channels.newInputStream(channel)),
                Channels.newOutputStream(channel),
                channel::close,
                Optional.empty());
    }

    /** @param plain the connection that TLS is spoken on */
    static Wire of(SSLSocket socket, Socket plain) throws IOException {
        Certificate[] chain = socket.getSession().getPeerCertificates();
        return new Wire(
                buffered(socket.getInputStream()),
                socket.getOutputStream(),
                new Line() {
                    @Override
                    public void close() throws IOException {
                        socket.close();
                    }

                    @Override
                    public void cut() throws IOException {
                        plain.close();
                    }
                },
                chain.length > 0 && chain[0] instanceof X509Certificate first ? Optional.of(first) : Optional.empty());
    }

    private static BufferedInputStream buffered(InputStream in) {
        return new BufferedInputStream(in, BUFFER);
    }

    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException e) {
            // What was closed by the peer, or in the middle of something, is as good as closed.
            return;
        }
    }

    /** Ends the connection though another thread may be writing to a peer who does not read. */
    void cut() {
        try {
            line.cut();
        } catch (IOException e) {
            // It is closed all the same.
            return;
        }
    }
}
