package io.gantry.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
public record Wire(BufferedInputStream in, OutputStream out, AutoCloseable socket, Optional<X509Certificate> peer)
        implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    static Wire of(SocketChannel channel) {
        return new Wire(
                buffered(Channels.newInputStream(channel)),
                Channels.newOutputStream(channel),
                channel,
                Optional.empty());
    }

    static Wire of(SSLSocket socket) throws IOException {
        Certificate[] chain = socket.getSession().getPeerCertificates();
        return new Wire(
                buffered(socket.getInputStream()),
                socket.getOutputStream(),
                socket,
                chain.length > 0 && chain[0] instanceof X509Certificate first ? Optional.of(first) : Optional.empty());
    }

    private static BufferedInputStream buffered(InputStream in) {
        return new BufferedInputStream(in, BUFFER);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (Exception e) {
            // What was closed by the peer, or in the middle of something, is as good as closed.
            return;
        }
    }
}
