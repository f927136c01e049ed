package io.gantry.client.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Instance;
import io.gantry.client.fixture.FakeConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    private final FakeConnection connection = new FakeConnection("unix:///socket");

    @Test
    void theProjectIsAddedToEachPath() throws IOException {
        var server = new ApiServer("s", connection, "a b");
        connection.sync("GET /1.0/instances/c1?project=a%20b", "{\"name\": \"c1\"}");
        connection.sync("GET /1.0/instances?recursion=1&project=a%20b", "[]");
        assertThat(server.get(ApiPath.of("instances", "c1"), Instance.class).name())
                .isEqualTo("c1");
        assertThat(server.list(ApiPath.withQuery(ApiPath.of("instances"), "recursion", "1"), Instance.class))
                .isEmpty();
    }

    @Test
    void aChangeInsistsOnTheVersionThatWasRead() throws IOException {
        connection.raw("GET /1.0/profiles/p", 200, Map.of("ETag", "v1"), "{\"metadata\": {\"name\": \"p\"}}");
        connection.refuse("PUT /1.0/profiles/p", 412, "changed meanwhile");
        ApiServer server = connection.server("s");
        ApiServer.Versioned read = server.versioned("/1.0/profiles/p");
        assertThat(read.tree()).isEqualTo(Map.of("name", "p"));
        assertThatThrownBy(() -> server.send("PUT", "/1.0/profiles/p", Map.of(), read.version()))
                .hasMessage("changed meanwhile");
        assertThat(connection.requests().getLast().headers()).containsEntry("If-Match", "v1");
    }

    @Test
    void aServerOfAnotherKindIsNamedSo() {
        connection.raw("GET /1.0/images", 200, Map.of(), "<html>");
        connection.raw("GET /1.0/networks", 502, Map.of(), "<html>");
        ApiServer server = connection.server("s");
        assertThatThrownBy(() -> server.list("/1.0/images", String.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is this the address of a Gantry or LXD server?");
        assertThatThrownBy(() -> server.list("/1.0/networks", String.class))
                .isInstanceOf(ApiException.class)
                .hasMessage("the server answered with HTTP status 502");
    }

    @Test
    void aReplyWithoutAnythingInItIsARefusal() {
        connection.sync("GET /1.0/instances/c1", "null").sync("POST /1.0/instances", "null");
        ApiServer server = connection.server("s");
        assertThatThrownBy(() -> server.get("/1.0/instances/c1", Instance.class))
                .hasMessage("the server's reply to /1.0/instances/c1 is empty");
        assertThatThrownBy(() -> server.start("POST", "/1.0/instances", null))
                .hasMessage("the server's reply to /1.0/instances names no operation");
    }

    @Test
    void namesMayHoldAnyCharacter() {
        assertThat(ApiPath.of("profiles", "a/b?c#d%e\u00fc")).isEqualTo("/1.0/profiles/a%2Fb%3Fc%23d%25e%C3%BC");
        assertThat(ApiPath.instance("c1/a/b")).isEqualTo("/1.0/instances/c1/snapshots/a%2Fb");
        assertThat(ApiPath.withQuery("/1.0/x?a=b", "path", "/ &")).isEqualTo("/1.0/x?a=b&path=%2F%20%26");
        assertThat(ApiPath.parts("/1.0/instances/c1?project=p")).isEqualTo(List.of("instances", "c1"));
    }

    @Test
    void otherServersReachItWhereTheClientDoesAndWhereItListens() throws IOException {
        var reached = new FakeConnection("https://a:8443", "a:8443", "10.0.0.1:8443");
        assertThat(ServerAddresses.of(reached.server("s"))).containsExactly("https://a:8443", "https://10.0.0.1:8443");
        assertThat(ServerAddresses.certificate(reached.server("s"))).isEqualTo("PEM of https://a:8443");
        assertThatThrownBy(() -> ServerAddresses.of(connection.server("s")))
                .isInstanceOfSatisfying(
                        NotReachableException.class, e -> assertThat(e.remote()).isEqualTo("s"))
                .hasMessageContaining("set its key core.https_address");
    }

    @Test
    void whetherItTrustsUsIsAskedAnew() throws IOException {
        var settings = new ServerSettings(connection.server("s"));
        assertThat(settings.isTrusted()).isTrue();
        connection.sync("GET /1.0", "{\"auth\": \"untrusted\"}");
        settings.tree();
        assertThat(settings.isTrusted()).isFalse();
    }
}
