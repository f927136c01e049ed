package io.gantry.client.http;

import io.gantry.client.address.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Where a server is, and how a connection to it is opened. */
public sealed interface Endpoint {
    /** The server as people write it. */
    String address();

    /** What stands in the header {@code Host}. */
    String host();

    /** Opens a connection within 10 s. */
    Wire open() throws IOException;

    /** A server on this host. */
    record Unix(Path socket) implements Endpoint {
        @Override
        public String address() {
            return "unix://" + socket;
        }

        @Override
        public String host() {
            return "lxd";
        }

        @Override
        public Wire open() throws IOException {
            try {
                return Wire.of(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            } catch (IOException e) {
                throw new IOException(reason(e), e);
            }
        }

        private String reason(IOException e) {
            if (Files.notExists(socket)) {
                return "no daemon is running: there is no socket " + socket + "; start lxd, or set LXD_DIR";
            }
            return Files.isWritable(socket)
                    ? "the daemon at " + socket + " does not answer (" + e.getMessage() + "): start lxd"
                    : "you may not use the daemon's socket " + socket + ": join its group, or become root";
        }
    }

    /** A server on the network. */
    record Tls(HostPort server, SSLContext context, Route route) implements Endpoint {
        private static final int LIMIT_MILLIS = 10_000;

        /** Reached directly, and waited for without a limit. */
        public Tls(HostPort server, SSLContext context) {
            this(server, context, Route.DIRECT);
        }

        @Override
        public String address() {
            return "https://" + host();
        }

        @Override
        public String host() {
            return server.toString();
        }

        @Override
        public Wire open() throws IOException {
            Socket plain = connect();
            try {
                plain.setSoTimeout(LIMIT_MILLIS);
                route.open(plain, server);
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
                requireName(socket);
                socket.setSoTimeout(LIMIT_MILLIS);
                socket.startHandshake();
                socket.setSoTimeout(route.silenceMillis());
                return Wire.of(socket, plain);
            } catch (SSLHandshakeException e) {
                plain.close();
                throw e.getCause() == null ? e : new SSLHandshakeException(address() + ": " + cause(e), e);
            } catch (IOException e) {
                plain.close();
                throw new IOException(address() + " does not speak TLS as expected: " + e.getMessage(), e);
            }
        }

        /** A certificate of a public authority has to be this server's own; a pinned one needs no name. */
        private static void requireName(SSLSocket socket) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }

        private static String cause(SSLHandshakeException e) {
            Throwable deepest = e;
            while (deepest.getCause() != null) {
                deepest = deepest.getCause();
            }
            return String.valueOf(deepest.getMessage());
        }

        /** Tries all addresses of the name in turn. */
        private Socket connect() throws IOException {
            IOException failure = null;
            for (InetAddress address : addresses()) {
                try {
                    return socketTo(address, first().port());
                } catch (IOException e) {
                    if (failure != null) {
                        e.addSuppressed(failure);
                    }
                    failure = e;
                }
            }
            throw reason(failure == null ? new UnknownHostException(first().host()) : failure);
        }

        private HostPort first() {
            return route.first(server);
        }

        private InetAddress[] addresses() throws IOException {
            try {
                return InetAddress.getAllByName(first().host());
            } catch (UnknownHostException e) {
                throw reason(e);
            }
        }

        private IOException reason(IOException e) {
            String text = switch (e) {
                case UnknownHostException _ ->
                    "the name " + first().host() + " of the server is unknown: check it, or use an address";
                case SocketTimeoutException _ -> address() + " does not answer within 10 s";
                case ConnectException _ -> "nothing listens at " + address() + " (" + e.getMessage() + ")";
                default -> "there is no way to " + address() + " (" + e.getMessage() + ")";
            };
            return new IOException(text, e);
        }

        private static Socket socketTo(InetAddress address, int port) throws IOException {
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), LIMIT_MILLIS);
                Keepalive.watch(socket);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }
}
