package io.gantry.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.server.Connection;
import io.gantry.client.transport.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our codec with Jetty as the other side, which is also what our daemon speaks with; and with servers that misbehave. */
@Timeout(60)
class HttpConnectionTest {
    private static final Connection.Body NOTHING = new Connection.Body.None();

    @TempDir
    Path folder;

    /** Sends back what it is sent, as it is asked to; counts its connections. */
    private static final class EchoServer implements AutoCloseable {
        private final Server server = new Server();
        private final AtomicInteger connections = new AtomicInteger();

        EchoServer(Path socket) throws Exception {
            var connector = new UnixDomainServerConnector(server, new HttpConnectionFactory());
            connector.setUnixDomainPath(socket);
            connector.addBean(new org.eclipse.jetty.io.Connection.Listener() {
                @Override
                public void onOpened(org.eclipse.jetty.io.Connection connection) {
                    connections.incrementAndGet();
                }
            });
            server.addConnector(connector);
            var webSockets = ServerWebSocketContainer.ensure(server);
            webSockets.setMaxBinaryMessageSize(64 << 20);
            webSockets.setMaxTextMessageSize(64 << 20);
            server.setHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) throws Exception {
                    if (request.getHttpURI().getPath().equals("/socket")) {
                        return webSockets.upgrade((_, _, _) -> new EchoSocket(), request, response, callback);
                    }
                    echo(request, response, callback);
                    return true;
                }
            });
            server.start();
        }

        private static void echo(Request request, Response response, Callback callback) throws Exception {
            byte[] body;
            try (InputStream in = Content.Source.asInputStream(request)) {
                body = in.readAllBytes();
            }
            response.getHeaders().put("X-Method", request.getMethod());
            response.getHeaders().put("X-Path", request.getHttpURI().getPathQuery());
            if (request.getHttpURI().getPath().equals("/last")) {
                response.getHeaders().put("Connection", "close");
            }
            if (request.getHttpURI().getPath().equals("/chunked")) {
                try (var out = Content.Sink.asOutputStream(response)) {
                    for (int at = 0; at < body.length; at += 1000) {
                        out.write(body, at, Math.min(1000, body.length - at));
                        out.flush();
                    }
                }
                callback.succeeded();
            } else {
                response.getHeaders().put("Content-Length", body.length);
                response.write(true, ByteBuffer.wrap(body), callback);
            }
        }

        @Override
        public void close() {
            LifeCycle.stop(server);
        }
    }

    /** Sends each message back; a text in two fragments. */
    public static final class EchoSocket implements Session.Listener.AutoDemanding {
        private final CompletableFuture<Session> opened = new CompletableFuture<>();

        @Override
        public void onWebSocketOpen(Session session) {
            session.setIdleTimeout(Duration.ofSeconds(30));
            opened.complete(session);
        }

        @Override
        public void onWebSocketText(String message) {
            int half = message.length() / 2;
            var done = org.eclipse.jetty.websocket.api.Callback.NOOP;
            opened.join().sendPartialText(message.substring(0, half), false, done);
            opened.join().sendPing(ByteBuffer.wrap(new byte[] {1}), done);
            opened.join().sendPartialText(message.substring(half), true, done);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            opened.join().sendBinary(payload, callback);
        }
    }

    private HttpConnection client() {
        return new HttpConnection(new Endpoint.Unix(folder.resolve("socket")), Optional.empty(), "test");
    }

    private EchoServer echo() throws Exception {
        return new EchoServer(folder.resolve("socket"));
    }

    private static byte[] read(Connection.Reply reply) throws IOException {
        try (reply) {
            return reply.body().readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void sendsAndReceivesBodiesOfEachKind() throws Exception {
        try (var server = echo();
                var client = client()) {
            for (String path : List.of("/echo?a=b%20c", "/chunked")) {
                for (int length : new int[] {0, 1, 999, 70_000, 3_000_000}) {
                    byte[] body = random(length);
                    List<Connection.Body> forms = List.of(
                            new Connection.Body.Bytes("x/y", ByteBuffer.wrap(body)),
                            new Connection.Body.Stream("x/y", new ByteArrayInputStream(body), length),
                            new Connection.Body.Stream("x/y", new ByteArrayInputStream(body), -1));
                    for (Connection.Body form : forms) {
                        var reply = client.send("POST", path, Map.of("X-A", "b"), form);
                        assertThat(reply.header("x-path")).isEqualTo(path);
                        assertThat(read(reply)).isEqualTo(body);
                    }
                }
            }
            // Streams have connections of their own; all others share what is idle.
            assertThat(server.connections.get()).isLessThanOrEqualTo(1 + 2 * 5 * 2);
        }
    }

    @Test
    void repliesWithoutABodyLeaveTheConnectionUsable() throws Exception {
        try (var server = echo();
                var client = client()) {
            assertThat(read(client.send("HEAD", "/a", Map.of(), NOTHING))).isEmpty();
            assertThat(read(client.send("DELETE", "/b", Map.of(), NOTHING))).isEmpty();
            assertThat(read(client.send("GET", "/c", Map.of(), NOTHING))).isEmpty();
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void opensAnotherConnectionWhereOneEndedOrIsBusy() throws Exception {
        try (var server = echo();
                var client = client()) {
            read(client.send("GET", "/last", Map.of(), NOTHING));
            var halfRead = client.send(
                    "POST", "/echo", Map.of(), new Connection.Body.Bytes("x/y", ByteBuffer.wrap(random(100_000))));
            read(client.send("GET", "/meanwhile", Map.of(), NOTHING));
            halfRead.close();
            read(client.send("GET", "/after", Map.of(), NOTHING));
            assertThat(server.connections).hasValue(3);
        }
    }

    @Test
    void websocketsCarryLargeMessagesBothWays() throws Exception {
        try (var server = echo();
                var client = client();
                var channel = client.websocket("/socket")) {
            for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, 20 << 20}) {
                byte[] data = random(length);
                channel.sendBinary(ByteBuffer.wrap(data));
                assertThat(channel.receive()).isEqualTo(new Message.Binary(ByteBuffer.wrap(data)));
            }
            String text = "größer als ein Fragment ".repeat(5000);
            channel.sendText(text);
            assertThat(channel.receive()).isEqualTo(new Message.Text(text));
            assertThat(server.connections.get()).isPositive();
        }
    }

    @Test
    void aRefusedWebsocketTellsStatusAndBody() throws Exception {
        try (var _ = echo();
                var client = client()) {
            assertThatThrownBy(() -> client.websocket("/echo"))
                    .isInstanceOfSatisfying(
                            WebSocketRefusedException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(200));
        }
    }

    @Test
    void pathsAndHeadersCannotSmuggleRequests() throws Exception {
        try (var _ = echo();
                var client = client()) {
            for (String path : List.of("/a b", "/a\r\nX: y", "a", "", "/a\u0000")) {
                assertThatThrownBy(() -> client.send("GET", path, Map.of(), NOTHING))
                        .as(path)
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> client.send("GET", "/", Map.of("A", "b\r\nC: d"), NOTHING))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Answers each connection with the next of some byte strings and then ends it. */
    private final class Script implements AutoCloseable {
        private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        private final List<String> heard = new ArrayList<>();
        private final Thread thread;

        Script(String... answers) throws IOException {
            server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
            thread = Thread.ofVirtual().start(() -> play(List.of(answers)));
        }

        private void play(List<String> answers) {
            try {
                for (String answer : answers) {
                    try (SocketChannel connection = server.accept()) {
                        var lines = new HttpLines(Channels.newInputStream(connection), 10_000);
                        heard.add(lines.first());
                        while (!lines.next().isEmpty()) {}
                        connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
                    }
                }
            } catch (IOException e) {
                heard.add(e.toString());
            }
        }

        List<String> heard() throws InterruptedException {
            thread.join();
            return heard;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void asksAgainWhereTheServerEndedAnIdleConnection() throws Exception {
        String reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
        try (var script = new Script(reply + "ok", reply + "go");
                var client = client()) {
            assertThat(read(client.send("GET", "/one", Map.of(), NOTHING)))
                    .asString()
                    .isEqualTo("ok");
            assertThat(read(client.send("GET", "/two", Map.of(), NOTHING)))
                    .asString()
                    .isEqualTo("go");
            assertThat(script.heard()).containsExactly("GET /one HTTP/1.1", "GET /two HTTP/1.1");
        }
    }

    @Test
    void bytesThatNobodyAskedForAreNotTheNextAnswer() throws Exception {
        String reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
        try (var _ = new Script(reply + "ok" + reply + "no", reply + "go");
                var client = client()) {
            assertThat(read(client.send("GET", "/one", Map.of(), NOTHING)))
                    .asString()
                    .isEqualTo("ok");
            assertThat(read(client.send("GET", "/two", Map.of(), NOTHING)))
                    .asString()
                    .isEqualTo("go");
        }
    }

    @Test
    void aRefusalBeforeTheBodyWasReadIsHeard() throws Exception {
        try (var _ = new Script("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                var client = client()) {
            var body = new Connection.Body.Stream("x/y", new ByteArrayInputStream(random(20_000_000)), 20_000_000);
            var reply = client.send("POST", "/images", Map.of(), body);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(read(reply)).asString().isEqualTo("no");
        }
    }

    @Test
    void aSourceThatEndsTooEarlyIsTold() throws Exception {
        try (var _ = echo();
                var client = client()) {
            var body = new Connection.Body.Stream("x/y", new ByteArrayInputStream(new byte[10]), 20);
            assertThatThrownBy(() -> client.send("POST", "/", Map.of(), body))
                    .hasMessageContaining("10 bytes too early");
        }
    }

    @Test
    void serversThatBreakTheProtocolAreRefused() throws Exception {
        try (var script = new Script(
                        "SSH-2.0-OpenSSH_9.2\r\n",
                        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                        "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: wrong\r\n\r\n");
                var client = client()) {
            assertThatThrownBy(() -> client.send("GET", "/", Map.of(), NOTHING)).hasMessageContaining("HTTP/1.1");
            assertThatThrownBy(() -> client.send("GET", "/", Map.of(), NOTHING))
                    .hasMessageContaining("another protocol");
            assertThatThrownBy(() -> client.websocket("/socket")).hasMessageContaining("websocket");
            assertThat(script.heard()).hasSize(3);
        }
    }

    @Test
    void aMissingDaemonIsNamed() {
        try (var client = client()) {
            assertThatThrownBy(() -> client.send("GET", "/", Map.of(), NOTHING))
                    .hasMessageContaining("no daemon is running")
                    .hasMessageContaining(folder.resolve("socket").toString());
        }
    }
}
