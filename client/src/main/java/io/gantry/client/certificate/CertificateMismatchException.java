package io.gantry.client.certificate;

import java.security.cert.CertificateException;

/** A server presented another certificate than the one that is trusted for it. */
public final class CertificateMismatchException extends CertificateException {
    private final String presented;

    CertificateMismatchException(String expected, String presented) {
        super("the server presents the certificate " + presented + ", not the trusted " + expected
                + ": it is another server, or its certificate was replaced");
        this.presented = presented;
    }

    /** The fingerprint of the certificate that came. */
    public String presented() {
        return presented;
    }
}
