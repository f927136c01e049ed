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
        String protocol, String username, String address, boolean isTrusted, Optional<X509Certificate> certificate) {
    private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    /** For whom this thread works: who sent the request that it handles, or that began its operation. */
    public static Optional<Caller> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Runs work in the name of this caller. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }
}
