package io.gantry.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.http.WebSocketRefusedException;
import io.gantry.client.server.Connection;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server with routes of a test, over its unix socket and over TLS. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // made before each test
final class HttpServerTest {
    /** A close frame of a client. */
    private static final String GOODBYE = "\u0088\u0082\0\0\0\0\u0003\u00e8";

    private static final Connection.Body NOTHING = new Connection.Body.None();

    @TempDir
    Path folder;

    private final Set<String> trusted = ConcurrentHashMap.newKeySet();
    private final Map<String, String> crossOrigin = new ConcurrentHashMap<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private Identity identity;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        identity = Identity.readOrMake(folder.resolve("server.crt"), folder.resolve("server.key"), Role.SERVER);
        var routes = new RouteTable();
        routes.route(Method.GET, "/caller", Access.ANYBODY, request -> Reply.of(view(request.caller())));
        routes.route(Method.GET, "/secret", _ -> Reply.of("told"));
        routes.route(Method.GET, "/named/{name}", request -> Reply.of(request.pathVariable("name")));
        routes.route(Method.PUT, "/object", request -> Reply.of(request.bodyTree()));
        routes.route(Method.GET, "/fails", _ -> {
            throw new IllegalStateException("a fault");
        });
        routes.route(Method.GET, "/reached", _ -> {
            reached.countDown();
            return Reply.of("reached");
        });
        routes.route(Method.GET, "/echo", _ -> new Reply.WebSocket(HttpServerTest::echo));
        server = new HttpServer(
                routes,
                certificate -> trusted.contains(new Identity(certificate, identity.key()).fingerprint()),
                () -> crossOrigin,
                TlsContexts.server(identity),
                folder.resolve("unix.socket"),
                Optional.empty());
        server.prepare();
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> view(Caller caller) {
        return Map.of("protocol", caller.protocol(), "isTrusted", caller.isTrusted(), "username", caller.username());
    }

    private static void echo(MessageChannel channel) throws IOException {
        while (true) {
            switch (channel.receive()) {
                case Message.Text(String text) -> channel.sendText(text);
                case Message.Binary(ByteBuffer data) -> channel.sendBinary(data);
                case Message.Closed _ -> {
                    return;
                }
            }
        }
    }

    private HttpConnection local() {
        return new HttpConnection(new Endpoint.Unix(folder.resolve("unix.socket")), Optional.empty(), "test");
    }

    private HttpConnection remote(int port, Optional<Identity> client) {
        var context = TlsContexts.pinned(client, identity.certificate());
        return new HttpConnection(
                new Endpoint.Tls(new HostPort("127.0.0.1", port), context),
                Optional.of(identity.certificate()),
                "test");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Map<?, ?> ask(HttpConnection connection, String path) throws IOException {
        try (Connection.Reply reply = connection.send("GET", path, Map.of(), NOTHING)) {
            return (Map<?, ?>) ApiJson.readTree(reply.body().readAllBytes());
        }
    }

    @Test
    void theUnixSocketIsTrustedAndForItsGroupAlone() throws IOException {
        try (var client = local()) {
            assertThat(ask(client, "/caller").get("metadata"))
                    .isEqualTo(
                            Map.of("protocol", "unix", "isTrusted", true, "username", System.getProperty("user.name")));
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("unix.socket"))).hasSize(4);
    }

    @Test
    void aSecondServerOnTheSocketIsRefusedAndALeftOverOneReplaced() throws Exception {
        assertThatThrownBy(server::prepare).hasMessageContaining("already running");
        try (var client = local()) {
            assertThat(ask(client, "/secret").get("metadata")).isEqualTo("told");
        }
    }

    @Test
    void callersAreTrustedByTheirCertificateAlone() throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        Identity client = Identity.readOrMake(folder.resolve("c.crt"), folder.resolve("c.key"), Role.CLIENT);
        for (Optional<Identity> each : List.of(Optional.<Identity>empty(), Optional.of(client))) {
            try (var connection = remote(port, each)) {
                assertThat(ask(connection, "/caller").get("metadata"))
                        .isEqualTo(Map.of("protocol", "tls", "isTrusted", false, "username", ""));
                assertThat(ask(connection, "/secret").get("error_code")).isEqualTo(403L);
            }
        }
        trusted.add(client.fingerprint());
        try (var connection = remote(port, Optional.of(client))) {
            assertThat(ask(connection, "/caller").get("metadata"))
                    .isEqualTo(Map.of("protocol", "tls", "isTrusted", true, "username", client.fingerprint()));
            assertThat(ask(connection, "/secret").get("metadata")).isEqualTo("told");
            trusted.clear();
            assertThat(ask(connection, "/secret").get("error_code"))
                    .as("trust ends also for open connections")
                    .isEqualTo(403L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothVersionsOfTls(String version) throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        var context = TlsContexts.pinned(Optional.empty(), identity.certificate());
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            assertThat(exchange(socket.getInputStream(), socket.getOutputStream(), request("GET /caller")))
                    .startsWith("HTTP/1.1 200");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void theKernelWatchesWhetherAClientIsStillThere() throws IOException, InterruptedException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        try (HttpConnection client = remote(port, Optional.of(identity))) {
            ask(client, "/caller");
            var sockets = new ProcessBuilder("ss", "-Htno", "state", "established", "sport", "=", ":" + port).start();
            assertThat(new String(sockets.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("timer:(keepalive,");
            assertThat(sockets.waitFor()).isZero();
        }
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        // A client that offers TLS 1.0 alone: version 3.1, one cipher, no extensions.
        byte[] hello = new byte[5 + 4 + 41];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = 1;
        hello[4] = 45;
        hello[5] = 1;
        hello[8] = 41;
        hello[9] = 3;
        hello[10] = 1;
        hello[45] = 2;
        hello[47] = 47;
        hello[48] = 1;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(hello);
            assertThat(socket.getInputStream().read())
                    .as("an alert, or the end")
                    .isIn(21, -1);
        }
    }

    @Test
    void theNetworkAddressMovesAndIsGivenUp() throws IOException {
        int first = freePort();
        server.listen("127.0.0.1:" + first);
        int second = freePort();
        server.listen("127.0.0.1:" + second);
        try (var client = remote(second, Optional.empty())) {
            assertThat(ask(client, "/caller").get("error_code")).isEqualTo(0L);
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), first).close())
                .isInstanceOf(IOException.class);
        server.listen("");
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), second).close())
                .isInstanceOf(IOException.class);
        server.listen("127.0.0.1:" + second);
        try (var client = remote(second, Optional.empty())) {
            assertThat(ask(client, "/caller").get("error_code")).isEqualTo(0L);
        }
    }

    @Test
    void aBusyOrWrongAddressKeepsTheOldOne() throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String address : List.of(
                    "127.0.0.1:" + busy.getLocalPort(), "127.0.0.1:x", "127.0.0.1:70000", "192.0.2.1:" + port)) {
                assertThatThrownBy(() -> server.listen(address))
                        .as(address)
                        .isInstanceOf(DaemonException.class)
                        .hasMessageContaining(address);
                try (var client = remote(port, Optional.empty())) {
                    assertThat(ask(client, "/caller").get("error_code")).isEqualTo(0L);
                }
            }
        }
        server.listen("[::]:" + port);
        try (var client = remote(port, Optional.empty())) {
            assertThat(ask(client, "/caller").get("error_code"))
                    .as("the same port at another address")
                    .isEqualTo(0L);
        }
    }

    private static String request(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n";
    }

    private static String exchange(InputStream in, OutputStream out, String request) {
        var answer = new ByteArrayOutputStream();
        try {
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException e) {
            // What is refused for its size may be refused before it was sent; the answer is there all the same.
            answer.reset();
        }
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                answer.write(octet);
            }
        } catch (IOException e) {
            // The server has not read all that was sent: its end is a reset then, after its answer.
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private String raw(String request) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("unix.socket")))) {
            return exchange(Channels.newInputStream(channel), Channels.newOutputStream(channel), request);
        }
    }

    private void isRefused(String request, int status) throws IOException {
        String answer = raw(request);
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(ApiJson.readTree(body.getBytes(StandardCharsets.UTF_8)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("type", "error")
                .containsEntry("error_code", (long) status)
                .containsEntry("metadata", null)
                .hasEntrySatisfying("error", error -> assertThat((String) error).isNotBlank());
    }

    @Test
    void whateverIsWrongIsToldInTheApisShape() throws IOException {
        isRefused(request("GET /nope"), 404);
        isRefused(request("DELETE /caller"), 501);
        isRefused(request("BREW /caller"), 501);
        isRefused(request("GET /named/%zz"), 400);
        isRefused(request("GET /named/%00"), 400);
        isRefused(request("GET /caller?a=%zz"), 400);
        isRefused(request("GET /caller?project=other"), 404);
        isRefused(request("GET /fails"), 500);
        isRefused(request("GET /echo"), 400);
        isRefused(request("GET /echo", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"), 400);
        isRefused(request("PUT /object", "Content-Length: 3") + "{\"a", 400);
        isRefused(request("PUT /object", "Content-Length: 2") + "[]", 400);
        isRefused(request("PUT /object", "Content-Length: 500000") + "{\"a\":".repeat(100_000), 400);
        isRefused(request("PUT /object", "Content-Length: -5"), 400);
        isRefused(request("GET /caller", "X: " + "a".repeat(100_000)), 431);
        isRefused("GET /caller HTTP/1.1\r\n\r\n", 400);
    }

    @Test
    void pagesOfOtherOriginsAreToldWhatTheyMay() throws IOException {
        String preflight = request("OPTIONS /secret", "Origin: https://page.example");
        assertThat(raw(preflight)).startsWith("HTTP/1.1 200").doesNotContain("Access-Control");
        crossOrigin.put("Access-Control-Allow-Origin", "https://page.example");
        assertThat(raw(preflight)).contains("Access-Control-Allow-Origin: https://page.example");
        assertThat(raw(request("GET /secret", "Origin: x")))
                .contains("Access-Control-Allow-Origin")
                .contains("told");
        assertThat(raw(request("GET /secret"))).doesNotContain("Access-Control");
    }

    @Test
    void namesComeAsTheyAre() throws IOException {
        assertThat(raw(request("GET /named/a%20b+c"))).contains("\"metadata\":\"a b+c\"");
        assertThat(raw(request("GET /named/a%2Fb"))).contains("\"metadata\":\"a/b\"");
        assertThat(raw(request("GET /named/c1;x=y"))).contains("\"metadata\":\"c1;x=y\"");
    }

    @Test
    void silentAndSlowConnectionsHurtNobody() throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        var idle = new ArrayList<AutoCloseable>();
        try {
            for (int i = 0; i < 100; i++) {
                var silent = new Socket(InetAddress.getLoopbackAddress(), port);
                idle.add(silent);
                var slow = new Socket(InetAddress.getLoopbackAddress(), port);
                slow.getOutputStream().write(new byte[] {22, 3, 1, 2});
                idle.add(slow);
                var half = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("unix.socket")));
                half.write(ByteBuffer.wrap("PUT /object HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{"
                        .getBytes(StandardCharsets.US_ASCII)));
                idle.add(half);
            }
            try (var near = local();
                    var far = remote(port, Optional.empty())) {
                assertThat(ask(near, "/secret").get("metadata")).isEqualTo("told");
                assertThat(ask(far, "/caller").get("error_code")).isEqualTo(0L);
            }
        } finally {
            for (AutoCloseable one : idle) {
                closeQuietly(one);
            }
        }
    }

    private static void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void websocketsCarryMessagesOfAllSizes() throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        try (var near = local();
                var far = remote(port, Optional.of(trustedClient()))) {
            for (HttpConnection client : List.of(near, far)) {
                try (MessageChannel channel = client.websocket("/echo")) {
                    for (int length : new int[] {0, 1, 126, 70_000, 5 << 20}) {
                        var data = ByteBuffer.wrap(new byte[length]);
                        channel.sendBinary(data.duplicate());
                        assertThat(channel.receive()).isEqualTo(new Message.Binary(data));
                    }
                    channel.sendText("grüß");
                    assertThat(channel.receive()).isEqualTo(new Message.Text("grüß"));
                }
            }
        }
    }

    private Identity trustedClient() {
        Identity client = Identity.readOrMake(folder.resolve("c.crt"), folder.resolve("c.key"), Role.CLIENT);
        trusted.add(client.fingerprint());
        return client;
    }

    private static String upgrade(String... headers) {
        return "GET /echo HTTP/1.1\r\n" + String.join("\r\n", headers)
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    @Test
    void websocketsThatBreakTheProtocolAreEnded() throws IOException {
        for (String frames : List.of(
                "\u0081\u0001a", // not masked
                "\u00c1\u0081\0\0\0\0a", // a bit of an extension
                "\u0080\u0081\0\0\0\0a", // a continuation of nothing
                "\u0009\u0080\0\0\0\0", // a ping in fragments
                "\u0082\u00ff\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\0\0\0\0")) { // nine exabytes
            String answer = raw(upgrade("Host: x") + frames);
            assertThat(answer).startsWith("HTTP/1.1 101");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).startsWith("\u0088");
        }
    }

    @Test
    void aStrangersWebsocketIsRefused() throws IOException {
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        try (var client = remote(port, Optional.empty())) {
            assertThatThrownBy(() -> client.websocket("/echo"))
                    .isInstanceOfSatisfying(
                            WebSocketRefusedException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(403));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:None", "a:", "", "[::1", "a:99999999", "%2Fvar%2Flib%2Flxd", "a b"})
    void theHostHeaderSaysNothing(String host) throws IOException {
        String request = "GET /secret HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n";
        assertThat(raw(request)).startsWith("HTTP/1.1 200").contains("told");
        assertThat(raw(upgrade("Host: " + host, "Origin: ws+unix://x:None", "Sec-WebSocket-Protocol: a, b") + GOODBYE))
                .startsWith("HTTP/1.1 101")
                .doesNotContain("Sec-WebSocket-Protocol");
        int port = freePort();
        server.listen("127.0.0.1:" + port);
        var context = TlsContexts.pinned(Optional.of(trustedClient()), identity.certificate());
        try (var socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
            assertThat(exchange(socket.getInputStream(), socket.getOutputStream(), request))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void oldRequestsWithoutAHostAreServed() throws IOException {
        assertThat(raw("GET /secret HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("keep-alive");
        assertThat(raw("GET /secret HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /secret HTTP/1.0\r\n\r\n"))
                .containsOnlyOnce("Connection: keep-alive")
                .matches("(?s).*told.*told.*");
    }

    @Test
    void websocketsAreNotCompressed() throws IOException {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
        assertThat(raw(upgrade("Host: x", offer) + GOODBYE))
                .startsWith("HTTP/1.1 101")
                .doesNotContain("Sec-WebSocket-Extensions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /secret", "GET /nope", "DELETE /secret", "OPTIONS /secret", "BREW /secret"})
    void theNextRequestBeginsWhereABodyEnds(String first) throws IOException {
        assertThat(raw(first + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nnull" + request("GET /named/next")))
                .contains("\"next\"");
        String chunks = "4\r\nnull\r\n0\r\n\r\n";
        assertThat(raw(first + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                        + request("GET /named/next")))
                .contains("\"next\"");
    }

    @Test
    void aBodyThatComesAfterItsHeadersIsWaitedForByWhoeverNeedsNone() throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("unix.socket")))) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write("GET /reached HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            reached.await();
            assertThat(exchange(Channels.newInputStream(channel), out, "null" + request("GET /named/next")))
                    .contains("reached")
                    .contains("\"next\"");
        }
    }

    @Test
    void whoSendsMoreThanIsReadIsToldThatTheConnectionEnds() throws IOException {
        int length = UnreadBody.LARGEST;
        String head = "GET /secret HTTP/1.1\r\nHost: x\r\nContent-Length: ";
        assertThat(raw(head + length + "\r\n\r\n" + "x".repeat(length) + request("GET /named/next")))
                .contains("told")
                .contains("\"next\"");
        assertThat(raw(head + length * 4 + "\r\n\r\n" + "x".repeat(length * 4)))
                .contains("Connection: close")
                .contains("told");
        assertThat(raw(head + "4\r\nExpect: 100-continue\r\n\r\n"))
                .as("a body that nobody asked for")
                .startsWith("HTTP/1.1 200")
                .contains("Connection: close");
    }
}
