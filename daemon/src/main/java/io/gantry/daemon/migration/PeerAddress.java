package io.gantry.daemon.migration;

import io.gantry.api.InstanceSource;
import io.gantry.api.MigrationTarget;
import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.CertificateException;
import io.gantry.client.certificate.Pem;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceMigration;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation of another daemon is, and what is needed to connect to its channels.
 *
 * @param role of the other daemon, {@code source} or {@code target}
 * @param operations URLs of the same operation, to be tried in this order
 * @param certificate that the other daemon must have
 * @param secrets by channel; there is one for each
 */
record PeerAddress(String role, List<URI> operations, X509Certificate certificate, Map<String, String> secrets) {
    PeerAddress {
        operations = List.copyOf(operations);
        secrets = Map.copyOf(secrets);
    }

    /** The source that a new instance is fetched from. */
    static PeerAddress of(InstanceSource source) {
        return of("source", source.operation(), source.certificate(), source.secrets());
    }

    /** The target that an instance is pushed to. */
    static PeerAddress of(MigrationTarget target) {
        return of("target", target.operation(), target.certificate(), target.secrets());
    }

    /** @throws DaemonException INVALID_REQUEST naming what the request lacks */
    private static PeerAddress of(
            String role, @Nullable String urls, @Nullable String certificate, Map<String, String> secrets) {
        if (urls == null || urls.isEmpty()) {
            throw DaemonException.invalid("the " + role + " of the migration names no operation");
        }
        if (certificate == null || certificate.isEmpty()) {
            throw DaemonException.invalid("the " + role + " of the migration names no certificate to trust");
        }
        var operations = new ArrayList<URI>();
        for (String url : urls.split(",", -1)) {
            operations.add(parse(url.strip()));
        }
        for (String channel : InstanceMigration.CHANNELS) {
            if (secrets.getOrDefault(channel, "").isEmpty()) {
                throw DaemonException.invalid(
                        "the " + role + " of the migration has no secret for the channel " + channel);
            }
        }
        try {
            return new PeerAddress(role, operations, Pem.certificate(certificate), secrets);
        } catch (CertificateException e) {
            throw DaemonException.invalid("the certificate of the migration's " + role + ": " + e.getMessage());
        }
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                var _ = HostPort.of(uri, HostPort.DEFAULT_PORT);
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw DaemonException.invalid("\"" + url + "\" is not the https URL of an operation");
    }
}
