package io.gantry.daemon.http;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param protocol {@code unix} or {@code tls}
 * @param username the unix user or the certificate's fingerprint; empty for a stranger
 * @param address the peer's address as {@code host:port}; {@code @} on the unix socket
 * @param certificate the TLS client certificate, if one was presented; it may be untrusted or expired
 */
public record Caller(
        String protocol, String username, String address, boolean isTrusted, Optional<X509Certificate> certificate) {}
