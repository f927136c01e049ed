package io.gantry.client.certificate;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS with self-signed certificates: each side presents one, and judges the other's by its fingerprint alone. */
public final class TlsContexts {
    private TlsContexts() {}

    /** For a server that takes any client certificate, and judges it later. */
    public static SSLContext server(Identity identity) {
        return context(Optional.of(identity), new AnyPeer());
    }

    /**
     * For a client that takes one server certificate; where the server presents another one, a
     * {@link CertificateMismatchException} is the cause of the failed handshake.
     *
     * @param identity what it presents; empty for a stranger
     */
    public static SSLContext pinned(Optional<Identity> identity, X509Certificate server) {
        return context(identity, new PinnedPeer(server));
    }

    /** For a first contact: takes whatever the server presents, for people to judge. */
    public static SSLContext firstContact(Optional<Identity> identity) {
        return context(identity, new AnyPeer());
    }

    private static SSLContext context(Optional<Identity> identity, X509ExtendedTrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = identity.stream().map(OneIdentity::new).toArray(KeyManager[]::new);
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Leaves the judgement to others. */
    private static final class AnyPeer extends PeerTrust {
        @Override
        void check(X509Certificate peer) {}
    }

    private static final class PinnedPeer extends PeerTrust {
        private final X509Certificate expected;

        PinnedPeer(X509Certificate expected) {
            this.expected = expected;
        }

        @Override
        void check(X509Certificate peer) throws CertificateMismatchException {
            if (!peer.equals(expected)) {
                throw new CertificateMismatchException(Fingerprint.of(expected), Fingerprint.of(peer));
            }
        }
    }

    private abstract static class PeerTrust extends X509ExtendedTrustManager {
        abstract void check(X509Certificate peer) throws CertificateMismatchException;

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateMismatchException {
            check(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateMismatchException {
            check(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateMismatchException {
            check(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateMismatchException {
            check(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateMismatchException {
            check(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateMismatchException {
            check(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
