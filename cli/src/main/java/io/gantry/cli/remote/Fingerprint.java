package io.gantry.cli.remote;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** What users compare certificates by. */
final class Fingerprint {
    private Fingerprint() {}

    /**
     * SHA-256 of the certificate, in lower-case hexadecimal digits.
     *
     * @param certificate in PEM
     */
    static String of(String certificate) {
        try {
            byte[] encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))
                    .getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the server's certificate cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
