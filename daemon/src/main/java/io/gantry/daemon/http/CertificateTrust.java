package io.gantry.daemon.http;

import java.security.cert.X509Certificate;

/** Which client certificates open the API. Safe for use by many threads. */
@FunctionalInterface
public interface CertificateTrust {
    boolean isTrusted(X509Certificate certificate);
}
