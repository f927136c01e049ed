package io.gantry.client.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real handshakes, with identities as openssl makes them in every form of key file. */
class TlsContextsTest {
    private static final Path IDENTITIES = Path.of("src/test/resources/identities");

    private static Identity identity(String certificate, String key) {
        return Identity.read(IDENTITIES.resolve(certificate), IDENTITIES.resolve(key));
    }

    /** What the server knows of the client after a handshake: its certificate's fingerprint, empty for none. */
    private static String handshake(Identity server, SSLContext client, String version) throws IOException {
        var factory = TlsContexts.server(server).getServerSocketFactory();
        try (var listener = (SSLServerSocket) factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setWantClientAuth(true);
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> accept(listener));
            try (var socket = (SSLSocket)
                    client.getSocketFactory().createSocket(listener.getInetAddress(), listener.getLocalPort())) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();
                assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(server.certificate());
                socket.getInputStream().read();
            }
            return seen.join();
        }
    }

    private static String accept(SSLServerSocket listener) {
        try (var socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            socket.getOutputStream().write(1);
            return Fingerprint.of(
                    (java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0]);
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            return "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the server's side of the handshake", e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ec.crt, ec.sec1, TLSv1.3",
        "ec.crt, ec.sec1, TLSv1.2",
        "ec.crt, ec.pkcs8, TLSv1.3",
        "ec.crt, ec.pkcs8, TLSv1.2",
        "rsa.crt, rsa.pkcs1, TLSv1.3",
        "rsa.crt, rsa.pkcs1, TLSv1.2",
        "rsa.crt, rsa.pkcs8, TLSv1.3",
        "ed.crt, ed.pkcs8, TLSv1.3",
        "ed.crt, ed.pkcs8, TLSv1.2",
    })
    void everyKindOfKeyServesServersAndClients(String certificate, String key, String version) throws IOException {
        Identity identity = identity(certificate, key);
        Identity other = identity("ec.crt", "ec.sec1");
        assertThat(handshake(identity, TlsContexts.pinned(Optional.of(other), identity.certificate()), version))
                .isEqualTo(other.fingerprint());
        assertThat(handshake(other, TlsContexts.pinned(Optional.of(identity), other.certificate()), version))
                .isEqualTo(identity.fingerprint());
    }

    @Test
    void aStrangerHasNoCertificate() throws IOException {
        Identity server = identity("ec.crt", "ec.sec1");
        assertThat(handshake(server, TlsContexts.firstContact(Optional.empty()), "TLSv1.3"))
                .isEmpty();
    }

    @Test
    void anotherServerThanThePinnedOneIsRefused() {
        Identity server = identity("ec.crt", "ec.sec1");
        Identity expected = identity("rsa.crt", "rsa.pkcs1");
        assertThatThrownBy(() ->
                        handshake(server, TlsContexts.pinned(Optional.empty(), expected.certificate()), "TLSv1.3"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasRootCauseInstanceOf(CertificateMismatchException.class);
    }

    @Test
    void aMadeIdentityReadsBackTheSame(@org.junit.jupiter.api.io.TempDir Path folder) {
        Path certificate = folder.resolve("client.crt");
        Path key = folder.resolve("client.key");
        Identity made = Identity.readOrMake(certificate, key, Identity.Role.CLIENT);
        assertThat(Identity.read(certificate, key)).isEqualTo(made);
    }

    @Test
    void aFileWithoutAKeyIsNamed() {
        assertThatThrownBy(() -> identity("ec.crt", "ec.crt"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("ec.crt has no private key");
        assertThatThrownBy(() -> identity("ec.crt", "missing"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("missing");
    }
}
