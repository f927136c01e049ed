package io.gantry.daemon.image;

import io.gantry.api.ApiJson;
import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.Pem;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.server.Connection;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.http.HttpServer;
import io.gantry.daemon.http.RouteTable;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.image.remote.ImagePusher;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.operation.BackgroundOperations;
import io.gantry.daemon.operation.OperationRoutes;
import io.gantry.daemon.publish.ImagePublisher;
import io.gantry.daemon.publish.PublishableInstances;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A test's images behind the API: callers of the unix socket are trusted, those of the network are strangers. Closing it
 * closes the images too.
 */
public final class ServedImages implements AutoCloseable {
    public final TestImages images;
    public final ImageSecrets secrets;

    private final BackgroundOperations operations = new BackgroundOperations(
            new EventBroadcast(InstantSource.system()), InstantSource.system(), new Ids(new Random()));
    private final Identity identity;
    private final HttpServer server;
    private final HttpConnection client;
    private final int port;

    /** @param instances what images can be made of */
    public ServedImages(Path folder, PublishableInstances instances) throws Exception {
        images = new TestImages(folder);
        identity = Identity.readOrMake(folder.resolve("s.crt"), folder.resolve("s.key"), Role.SERVER);
        var number = new AtomicInteger();
        secrets = new ImageSecrets(operations, () -> "secret" + number.incrementAndGet(), images.clock);
        var routes = new RouteTable();
        for (Routes group : routes(instances)) {
            group.register(routes);
        }
        server = new HttpServer(
                routes,
                _ -> false,
                Map::of,
                TlsContexts.server(identity),
                folder.resolve("unix.socket"),
                Optional.empty());
        server.prepare();
        server.start();
        port = freePort();
        server.listen("127.0.0.1:" + port);
        client = new HttpConnection(new Endpoint.Unix(folder.resolve("unix.socket")), Optional.empty(), "test");
    }

    public static ServedImages withoutInstances(Path folder) throws Exception {
        return new ServedImages(folder, (_, name) -> {
            throw new IllegalStateException("no instance is asked for here, but " + name);
        });
    }

    private List<Routes> routes(PublishableInstances instances) {
        KnownProfiles profiles = (_, profile) -> List.of("default", "extra").contains(profile);
        var publisher = new ImagePublisher(
                instances, images.commands, images.files, images.registrar, images.settings, images.clock);
        var creation = new ImageCreation(images.catalog, images.fetcher, publisher, images.servers);
        var visible = new VisibleImages(images.catalog, secrets);
        return List.of(
                new ImageAliasRoutes(images.aliases),
                new ImageRoutes(visible, images.catalog, images.deletion, images.refresher, operations, profiles),
                new NewImageRoutes(images.importer, creation, secrets, operations, profiles),
                new ImageTransferRoutes(
                        visible,
                        images.exports,
                        new ImagePusher(images.servers, images.exports),
                        secrets,
                        operations,
                        images.told),
                new OperationRoutes(operations));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    public String certificate() {
        return Pem.text(identity.certificate());
    }

    /** A stranger's connection. */
    public HttpConnection stranger() {
        var context = TlsContexts.pinned(Optional.empty(), identity.certificate());
        return new HttpConnection(
                new Endpoint.Tls(new HostPort("127.0.0.1", port), context),
                Optional.of(identity.certificate()),
                "test");
    }

    /** A reply of the API. */
    public record Answer(int status, String text) {
        /** What is below {@code metadata}. */
        public Map<?, ?> metadata() {
            return ApiJson.readTree(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> tree
                            && tree.get("metadata") instanceof Map<?, ?> metadata
                    ? metadata
                    : Map.of();
        }
    }

    /** Asks as one who is trusted. */
    public Answer send(String method, String path, String json) throws IOException {
        return send(client, method, path, Map.of(), json.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #send(String, String, String)}, with headers. */
    public Answer send(String method, String path, Map<String, String> headers, String json) throws IOException {
        return send(client, method, path, headers, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer upload(Map<String, String> headers, byte[] body) throws IOException {
        return send(client, "POST", "/1.0/images", headers, body);
    }

    public static Answer send(
            Connection connection, String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        String type = headers.getOrDefault("Content-Type", "application/json");
        Map<String, String> others = new HashMap<>(headers);
        others.remove("Content-Type");
        Connection.Body sent = body.length == 0
                ? new Connection.Body.None()
                : new Connection.Body.Stream(type, new ByteArrayInputStream(body), body.length);
        try (Connection.Reply reply = connection.send(method, path, others, sent)) {
            return new Answer(reply.status(), new String(reply.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Waits for the operation that an answer names; its error is empty where it went well. */
    public String ended(Answer started) throws IOException {
        if (started.status() != 202) {
            throw new AssertionError("no operation: " + started.text());
        }
        Answer end = send("GET", "/1.0/operations/" + started.metadata().get("id") + "/wait?timeout=60", "");
        return String.valueOf(end.metadata().get("err"));
    }

    @Override
    public void close() {
        client.close();
        server.close();
        operations.close();
        images.close();
    }
}
