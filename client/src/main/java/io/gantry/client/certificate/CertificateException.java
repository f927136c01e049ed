package io.gantry.client.certificate;

/** A certificate or key that cannot be read, made or used; the message names it. */
public final class CertificateException extends RuntimeException {
    public CertificateException(String message) {
        super(message);
    }

    public CertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
