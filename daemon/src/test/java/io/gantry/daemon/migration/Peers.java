package io.gantry.daemon.migration;

import io.gantry.api.Operation;
import io.gantry.api.Server;
import io.gantry.daemon.TestDaemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** What clients do with two daemons of which one sends an instance to the other. */
final class Peers {
    private Peers() {}

    /** Lets a daemon listen where other daemons can reach it. */
    static void listen(TestDaemon daemon) throws IOException {
        daemon.api().send("PATCH", "/1.0", Map.of("config", Map.of("core.https_address", "127.0.0.1:" + freePort())));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asks for an operation that offers an instance, or {@code c1/snapshots/s}. */
    static Operation offer(TestDaemon source, String instance) throws IOException {
        return source.api().start("POST", "/1.0/instances/" + instance, Map.of("name", "c1", "migration", true));
    }

    /** The source of a new instance that fetches what an operation offers. */
    static Map<String, Object> pull(TestDaemon source, Operation offer) throws IOException {
        var pull = new HashMap<>(connection(source, offer));
        pull.put("type", "migration");
        pull.put("mode", "pull");
        return pull;
    }

    /** Where an operation of a daemon is, with the certificate and the secrets that it takes to connect. */
    static Map<String, Object> connection(TestDaemon daemon, Operation operation) throws IOException {
        Server server = daemon.api().get("/1.0", Server.class);
        String address = server.config().getOrDefault("core.https_address", "").toString();
        return Map.of(
                "operation", "https://" + address + "/1.0/operations/" + operation.id(),
                "certificate", server.environment().certificate(),
                "secrets", secrets(operation));
    }

    static Map<String, Object> secrets(Operation operation) {
        return new HashMap<>(operation.metadata() == null ? Map.of() : operation.metadata());
    }
}
