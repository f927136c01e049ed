package io.gantry.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.SystemTrust;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with a server on this machine. */
@Timeout(60)
class EndpointTest {
    private static final Connection.Body NOTHING = new Connection.Body.None();

    @TempDir
    Path folder;

    private Identity identity;
    private ServerSocket listener;
    private ServerSocket proxy;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws IOException {
        identity = Identity.readOrMake(folder.resolve("s.crt"), folder.resolve("s.key"), Role.SERVER);
        listener = TlsContexts.server(identity).getServerSocketFactory().createServerSocket(0);
        proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        proxy.close();
    }

    /** Answers each connection once with this text, and keeps it open. */
    private void answer(ServerSocket at, String text) {
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket socket = at.accept();
                    Thread.ofVirtual().start(() -> answer(socket, text));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void answer(Socket socket, String text) {
        try {
            asked.add(new HttpLines(socket.getInputStream(), 1000).next());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException gone) {
            asked.add(gone.toString());
        }
    }

    private SSLContext pinned() {
        return TlsContexts.pinned(Optional.empty(), identity.certificate());
    }

    private int status(Endpoint endpoint) throws IOException {
        try (var connection = new HttpConnection(endpoint, Optional.empty(), "test");
                Connection.Reply reply = connection.send("GET", "/", Map.of(), NOTHING)) {
            return reply.status();
        }
    }

    @Test
    void aServerWithAPublicCertificateHasToBeTheOneItNames() throws IOException {
        answer(listener, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        SSLContext trust = SystemTrust.context(
                Map.of("SSL_CERT_FILE", folder.resolve("s.crt").toString()));
        int port = listener.getLocalPort();
        assertThat(status(new Endpoint.Tls(new HostPort("127.0.0.1", port), trust)))
                .isEqualTo(200);
        var other = new Endpoint.Tls(new HostPort("127.0.0.2", port), trust);
        assertThatThrownBy(() -> status(other)).isInstanceOf(SSLException.class);
        assertThat(status(new Endpoint.Tls(new HostPort("127.0.0.2", port), pinned())))
                .isEqualTo(200);
    }

    @Test
    void aServerThatSaysNothingIsLetGoWhereTheRouteSaysSo() {
        answer(listener, "");
        var route = new Route(Optional.empty(), Duration.ofMillis(50));
        var endpoint = new Endpoint.Tls(new HostPort("127.0.0.1", listener.getLocalPort()), pinned(), route);
        assertThatThrownBy(() -> status(endpoint)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyThatStopsIsLetGoToo() throws IOException {
        answer(listener, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive!");
        var route = new Route(Optional.empty(), Duration.ofMillis(50));
        var endpoint = new Endpoint.Tls(new HostPort("127.0.0.1", listener.getLocalPort()), pinned(), route);
        try (var connection = new HttpConnection(endpoint, Optional.empty(), "test");
                Connection.Reply reply = connection.send("GET", "/", Map.of(), NOTHING);
                InputStream body = reply.body()) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    private Endpoint throughProxy() {
        var route = new Route(Optional.of(new HostPort("127.0.0.1", proxy.getLocalPort())), Duration.ZERO);
        return new Endpoint.Tls(new HostPort("images.example", 8443), pinned(), route);
    }

    @Test
    void aProxyIsAskedForTheServerByNameAndItsRefusalIsTold() throws Exception {
        answer(proxy, "HTTP/1.1 403 Forbidden\r\n\r\n");
        assertThatThrownBy(() -> status(throughProxy()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the proxy 127.0.0.1:" + proxy.getLocalPort())
                .hasMessageContaining("images.example:8443")
                .hasMessageContaining("403");
        assertThat(asked.take()).isEqualTo("CONNECT images.example:8443 HTTP/1.1");
    }

    @Test
    void behindAProxyTheServerIsSpokenToAsIfItWereNear() throws Exception {
        answer(listener, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Thread.ofVirtual().start(this::relay);
        assertThat(status(throughProxy())).isEqualTo(200);
        assertThat(asked.take()).isEqualTo("GET / HTTP/1.1");
    }

    /** Leads one connection to the listener, whatever it asks for. */
    private void relay() {
        try (Socket near = proxy.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
            var lines = new HttpLines(near.getInputStream(), 1000);
            while (!lines.next().isEmpty()) {}
            near.getOutputStream().write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> copy(far, near));
            copy(near, far);
            back.join();
        } catch (IOException | InterruptedException gone) {
            asked.add(gone.toString());
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // The other direction ended first.
        }
    }
}
