package io.gantry.daemon.migration;

import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operation of another daemon, whose channels are connected from here. Used by one thread. */
final class PeerOperation implements AutoCloseable {
    private final PeerAddress address;
    private Optional<URI> reached = Optional.empty();
    private Optional<HttpConnection> connection = Optional.empty();

    PeerOperation(PeerAddress address) {
        this.address = address;
    }

    /**
     * Connects a channel. The first one tries all addresses of the peer.
     *
     * @throws DaemonException naming each address and why it could not be used
     */
    MessageChannel connect(String channel) {
        String secret = address.secrets().get(channel);
        var reasons = new ArrayList<String>();
        for (URI operation : reached.map(List::of).orElse(address.operations())) {
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
                "cannot connect to the " + address.role() + " of the migration: " + String.join("; ", reasons));
    }

    private HttpConnection open(URI operation) {
        var server = HostPort.of(operation, HostPort.DEFAULT_PORT);
        var endpoint = new Endpoint.Tls(server, TlsContexts.pinned(Optional.empty(), address.certificate()));
        return new HttpConnection(endpoint, Optional.of(address.certificate()), "Gantry lxd");
    }

    @Override
    public void close() {
        connection.ifPresent(HttpConnection::close);
    }
}
