package io.gantry.client.example;

import io.gantry.api.InstanceStatePut;
import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.instance.Instances;
import io.gantry.client.migration.InstanceTransfer;
import io.gantry.client.migration.SourceInstance;
import io.gantry.client.migration.TransferMode;
import io.gantry.client.migration.TransferRequest;
import io.gantry.client.operation.OperationAwaiter;
import io.gantry.client.operation.Operations;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Copies an instance from this host to another server, and starts the copy there. */
final class CopyBetweenServers {
    private CopyBetweenServers() {}

    public static void main(String[] arguments) throws IOException {
        try (ApiServer here = local(Path.of("/var/lib/lxd/unix.socket"));
                ApiServer there = remote("host.example:8443", Path.of("client"), Path.of("host.crt"))) {
            copyAndStart(here, "c1", there, "c1-copy");
        }
    }

    static ApiServer local(Path socket) {
        return new ApiServer(
                "here", new HttpConnection(new Endpoint.Unix(socket), Optional.empty(), "copy-example"), "");
    }

    /** @param client path of the certificate and the key that the server trusts, without .crt and .key */
    static ApiServer remote(String address, Path client, Path serverCertificate) {
        Identity identity = Identity.read(Path.of(client + ".crt"), Path.of(client + ".key"));
        var pinned = Identity.readCertificate(serverCertificate);
        var endpoint = new Endpoint.Tls(HostPort.ofServer(address), TlsContexts.pinned(Optional.of(identity), pinned));
        return new ApiServer("there", new HttpConnection(endpoint, Optional.of(pinned), "copy-example"), "");
    }

    static void copyAndStart(ApiServer from, String name, ApiServer to, String copy) throws IOException {
        TransferRequest request = TransferRequest.copy(name, copy)
                .mode(TransferMode.RELAY) // neither server needs to reach the other
                .stateless(true) // a running source goes on to run; its processes are not copied
                .build();
        new InstanceTransfer(from, to, OperationAwaiter.SILENT, left -> System.err.println("left out: " + left))
                .run(request, SourceInstance.read(from, name));
        new Operations(to).awaitSuccess(new Instances(to).changeState(copy, InstanceStatePut.start()));
    }
}
