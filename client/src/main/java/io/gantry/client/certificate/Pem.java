package io.gantry.client.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates as PEM text (<a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>). */
public final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    /**
     * The first certificate of a PEM text.
     *
     * @throws CertificateException where there is none
     */
    public static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.cert.CertificateException e) {
            throw new CertificateException("this is not a certificate in PEM form: " + e.getMessage(), e);
        }
    }

    public static String text(X509Certificate certificate) {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new CertificateException("a certificate cannot be written: " + e.getMessage(), e);
        }
    }

    static String text(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
