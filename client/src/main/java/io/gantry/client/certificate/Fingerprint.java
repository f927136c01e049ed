package io.gantry.client.certificate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** What identifies a certificate to people: the SHA-256 of its DER form in lower-case hex. */
public final class Fingerprint {
    private Fingerprint() {}

    public static String of(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new CertificateException("a certificate has no fingerprint: " + e.getMessage(), e);
        }
    }
}
