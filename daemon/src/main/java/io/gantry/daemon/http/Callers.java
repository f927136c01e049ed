package io.gantry.daemon.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Finds out who is at the other end of a connection. */
final class Callers {
    private final CertificateTrust trust;

    Callers(CertificateTrust trust) {
        this.trust = trust;
    }

    Caller of(Request request) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? ofNetwork(request, address)
                : new Caller("unix", unixUser(end), "@", true, Optional.empty());
    }

    private static String unixUser(EndPoint end) {
        try {
            // The socket's own permissions have decided already who may connect: this is for those who read logs.
            return end.getTransport() instanceof SocketChannel channel
                    ? channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                            .user()
                            .getName()
                    : "";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private Caller ofNetwork(Request request, InetSocketAddress address) {
        String peer = address.getAddress().getHostAddress() + ":" + address.getPort();
        Optional<X509Certificate> certificate = certificate(request);
        boolean isTrusted = certificate.filter(trust::isTrusted).isPresent();
        return new Caller(
                "tls", isTrusted ? certificate.map(Callers::fingerprint).orElse("") : "", peer, isTrusted, certificate);
    }

    private static Optional<X509Certificate> certificate(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData data
                        && data.peerCertificates() != null
                        && data.peerCertificates().length > 0
                ? Optional.of(data.peerCertificates()[0])
                : Optional.empty();
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that TLS accepted has no fingerprint", e);
        }
    }
}
