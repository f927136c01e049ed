package io.gantry.client.certificate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The authorities that this system trusts, as other programs on it do: an administrator adds those of the house to the
 * system's list, not to that of a Java runtime.
 */
public final class SystemTrust {
    private static final List<String> FILES =
            List.of("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt");

    private SystemTrust() {}

    /**
     * TLS that trusts the authorities in the file that {@code SSL_CERT_FILE} names, or else in the system's; those of
     * the Java runtime where there is neither.
     *
     * @throws IllegalStateException where the file cannot be read
     */
    public static SSLContext context(Map<String, String> environment) {
        Optional<Path> file = Stream.concat(
                        Stream.of(environment.getOrDefault("SSL_CERT_FILE", "")).filter(name -> !name.isEmpty()),
                        FILES.stream())
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst();
        try {
            return file.isPresent() ? trusting(file.get()) : SSLContext.getDefault();
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalStateException(
                    "cannot read the certificates of authorities in %s: %s"
                            .formatted(file.map(Path::toString).orElse("the Java runtime"), unreadable),
                    unreadable);
        }
    }

    private static SSLContext trusting(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(number++), certificate);
            }
        }
        if (number == 0) {
            return SSLContext.getDefault();
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
