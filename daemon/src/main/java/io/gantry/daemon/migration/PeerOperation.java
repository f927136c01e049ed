package io.gantry.daemon.migration;

import io.gantry.api.InstanceSource;
import io.gantry.api.MigrationTarget;
import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.CertificateException;
import io.gantry.client.certificate.Pem;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operation of another daemon, whose channels are connected from here. Used by one thread. */
final class PeerOperation implements AutoCloseable {
    private final String role;
    private final List<URI> operations;
    private final X509Certificate certificate;
    private final Map<String, String> secrets;
    private Optional<URI> reached = Optional.empty();
    private Optional<HttpConnection> connection = Optional.empty();

    private PeerOperation(String role, List<URI> operations, X509Certificate certificate, Map<String, String> secrets) {
        this.role = role;
        this.operations = operations;
        this.certificate = certificate;
        this.secrets = secrets;
    }

    /** The source that a new instance is fetched from. */
    static PeerOperation of(InstanceSource source) {
        return of("source", source.operation(), source.certificate(), source.secrets());
    }

    /** The target that an instance is pushed to. */
    static PeerOperation of(MigrationTarget target) {
        return of("target", target.operation(), target.certificate(), target.secrets());
    }

    /** @throws DaemonException INVALID_REQUEST naming what the request lacks */
    private static PeerOperation of(
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
        try {
            return new PeerOperation(role, operations, Pem.certificate(certificate), secrets);
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

    /**
     * Connects a channel. The first one tries all addresses of the peer.
     *
     * @throws DaemonException naming each address and why it could not be used
     */
    MessageChannel connect(String channel) {
        String secret = secrets.get(channel);
        if (secret == null) {
            throw DaemonException.invalid("the " + role + " of the migration has no secret for the channel " + channel);
        }
        var reasons = new ArrayList<String>();
        for (URI operation : reached.map(List::of).orElse(operations)) {
            HttpConnection candidate = connection.orElseGet(() -> open(operation));
            try {
                MessageChannel messages = candidate.websocket(operation.getRawPath() + "/websocket?secret=" + secret);
                reached = Optional.of(operation);
                connection = Optional.of(candidate);
                return messages;
            } catch (IOException e) {
                reasons.add(e.getMessage() == null ? e.toString() : e.getMessage());
                candidate.close();
            }
        }
        throw new DaemonException(
                FailureCategory.INTERNAL,
                "cannot connect to the " + role + " of the migration: " + String.join("; ", reasons));
    }

    private HttpConnection open(URI operation) {
        var server = HostPort.of(operation, HostPort.DEFAULT_PORT);
        var endpoint = new Endpoint.Tls(server, TlsContexts.pinned(Optional.empty(), certificate));
        return new HttpConnection(endpoint, Optional.of(certificate), "Gantry lxd");
    }

    @Override
    public void close() {
        connection.ifPresent(HttpConnection::close);
    }
}
