package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.JsonShape;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our replies beside those of Debian's LXD 5.0.2 to the same requests, on servers that were prepared in the same way:
 * status, ETag, and the shape of every object. The client of both is our SDK.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the servers are made once for all tests of the class
@Timeout(300)
class ApiShapeTest {
    /** Differences that are meant, by the line that tells them. */
    private static final List<Pattern> MEANT = List.of(
            // Our own name in a field of its own.
            Pattern.compile("\\.metadata\\.environment\\.implementation is only here"),
            // There is no cloud-init for instances here.
            Pattern.compile(".*volatile\\.cloud-init\\.instance-id is missing here"),
            // The bridge's MAC address is kept, since it would change with the bridge's ports.
            Pattern.compile(".*\\.volatile\\.bridge\\.hwaddr is only here"),
            // Hardware that the API extension resources_v2 adds is told only in part.
            Pattern.compile("\\.metadata\\.(gpu|usb|pci|system) is missing here"),
            // Operations that have ended are shown by their id, not in the list.
            Pattern.compile("\\.metadata\\.(success|failure|cancelled) is missing here"),
            // What nobody uses has an empty list of users, here also where LXD's list was never made.
            Pattern.compile("\\.metadata(\\[])?\\.used_by is null in LXD, a list here"),
            // LXD looks into /sys, which shows another network namespace to a host of this test.
            Pattern.compile("\\.metadata\\.bridge is null in LXD, an object here"),
            // That an instance has stopped is seen from outside, whoever asked for it.
            Pattern.compile("\\.instance-stopped\\.metadata\\.requestor is missing here"),
            // Every operation on an instance names it by both families of paths; LXD's only where instances are made.
            Pattern.compile("\\..*\\.resources\\.containers is only here"),
            // LXD tells of the shifting of files at the first start, which is not done here.
            Pattern.compile("\\.the operation start\\.metadata is an object in LXD, null here"),
            // This machine's pools have their members in a cluster of one.
            Pattern.compile("\\.metadata\\.member_config is not empty in LXD, unlike here"));

    private TwoHosts hosts;
    private Daemon own;
    private Daemon reference;
    private ApiServer ownServer;
    private ApiServer referenceServer;
    private String fingerprint;

    @BeforeAll
    void start() {
        hosts = new TwoHosts();
        own = hosts.first().startGantry();
        reference = hosts.second().startDebianLxd();
        ownServer = server(own);
        referenceServer = server(reference);
        Path image = BusyboxImage.writeTo(hosts.scratch().folder());
        prepare(hosts.first().client(), image);
        prepare(hosts.second().debianClientOfDebianLxd(), image);
        String output = hosts.first().client().lxc("image", "list", "--format", "csv", "-c", "F");
        fingerprint = output.strip();
    }

    private static ApiServer server(Daemon daemon) {
        var endpoint = new Endpoint.Unix(daemon.lxdDir().resolve("unix.socket"));
        return new ApiServer("server", new HttpConnection(endpoint, Optional.empty(), "test"), "");
    }

    private static void prepare(Client client, Path image) {
        client.lxc("storage", "create", "pool", "dir");
        client.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
        client.lxc("network", "create", "br0", "ipv4.address=10.166.0.1/24", "ipv4.nat=true", "ipv6.address=none");
        client.lxc("config", "set", "core.https_address", "127.0.0.1:8443");
        client.lxc("config", "set", "core.trust_password", "secret");
        client.lxc("remote", "add", "self", "127.0.0.1", "--accept-certificate", "--password", "secret");
        client.lxc("image", "import", image.toString(), "--alias", "bb");
        client.lxc("launch", "bb", "c1");
        client.lxc("snapshot", "c1", "s0");
        client.lxc("init", "bb", "c2");
    }

    @AfterAll
    void stop() {
        ownServer.close();
        referenceServer.close();
        own.close();
        reference.close();
        hosts.close();
    }

    /** Status and, where there was one, the JSON of a reply. */
    private record Answer(int status, boolean hasEtag, boolean hasLocation, Object json) {}

    private static Answer ask(ApiServer server, String method, String path, String body) throws IOException {
        Connection.Body sent = body.isEmpty()
                ? new Connection.Body.None()
                : new Connection.Body.Bytes("application/json", ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        try (Connection.Reply reply = server.connection().send(method, path, Map.of(), sent)) {
            return new Answer(
                    reply.status(),
                    reply.header("ETag") != null,
                    reply.header("Location") != null,
                    ApiJson.readTree(reply.body().readAllBytes()));
        }
    }

    private static List<String> unexpected(@Nullable Object reference, @Nullable Object own) {
        return JsonShape.differences(reference, own).stream()
                .filter(line ->
                        MEANT.stream().noneMatch(meant -> meant.matcher(line).matches()))
                .toList();
    }

    private void compare(String method, String path, String body) throws IOException {
        Answer theirs = ask(referenceServer, method, path, body);
        Answer ours = ask(ownServer, method, path, body);
        assertThat(ours.status()).as("status; %s", ours.json()).isEqualTo(theirs.status());
        assertThat(unexpected(theirs.json(), ours.json())).isEmpty();
        assertThat(ours.hasLocation()).as("Location").isEqualTo(theirs.hasLocation());
        assertThat(ours.hasEtag() || !theirs.hasEtag()).as("ETag").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/1.0",
                "/1.0/certificates",
                "/1.0/certificates?recursion=1",
                "/1.0/operations",
                "/1.0/operations?recursion=1",
                "/1.0/cluster",
                "/1.0/networks",
                "/1.0/networks?recursion=1",
                "/1.0/networks/br0",
                "/1.0/networks/br0/state",
                "/1.0/networks/br0/leases",
                "/1.0/networks/lo",
                "/1.0/networks/lo/state",
                "/1.0/instances",
                "/1.0/instances?recursion=1",
                "/1.0/instances?recursion=2",
                "/1.0/instances?filter=name+eq+c1",
                "/1.0/instances?recursion=1&filter=status+eq+Running",
                "/1.0/instances/c1",
                "/1.0/instances/c1?recursion=1",
                "/1.0/instances/c1/state",
                "/1.0/instances/c1/snapshots",
                "/1.0/instances/c1/snapshots?recursion=1",
                "/1.0/instances/c1/snapshots/s0",
                "/1.0/instances/c1/logs",
                "/1.0/instances/c2",
                "/1.0/instances/c2/state",
                "/1.0/containers",
                "/1.0/containers?recursion=1",
                "/1.0/containers?recursion=2",
                "/1.0/containers/c1",
                "/1.0/containers/c1/state",
                "/1.0/containers/c1/snapshots",
                "/1.0/containers/c1/snapshots/s0",
                "/1.0/images",
                "/1.0/images?recursion=1",
                "/1.0/images/aliases",
                "/1.0/images/aliases?recursion=1",
                "/1.0/images/aliases/bb",
                "/1.0/profiles",
                "/1.0/profiles?recursion=1",
                "/1.0/profiles/default",
                "/1.0/storage-pools",
                "/1.0/storage-pools?recursion=1",
                "/1.0/storage-pools/pool",
                "/1.0/storage-pools/pool/resources",
                "/1.0/storage-pools/pool/volumes",
                "/1.0/storage-pools/pool/volumes?recursion=1",
                "/1.0/storage-pools/pool/volumes/container",
                "/1.0/storage-pools/pool/volumes/container/c1",
                "/1.0/storage-pools/pool/volumes/image",
                "/1.0/storage-pools/pool/volumes/custom",
                // What is not there.
                "/1.1",
                "/nope",
                "/1.0/nope",
                "/1.0/instances/nope",
                "/1.0/instances/nope/state",
                "/1.0/instances/c1/nope",
                "/1.0/instances/c1/snapshots/nope",
                "/1.0/images/nope",
                "/1.0/images/aliases/nope",
                "/1.0/networks/nope",
                "/1.0/networks/nope/state",
                "/1.0/profiles/nope",
                "/1.0/profiles/default?project=nope",
                "/1.0/storage-pools/nope",
                "/1.0/storage-pools/pool/volumes/nope",
                "/1.0/certificates/nope",
                "/1.0/operations/nope",
                "/1.0/operations/nope/wait",
            })
    void readingIsAnsweredInLxdsShape(String path) throws IOException {
        compare("GET", path, "");
    }

    @Test
    void anImageIsShownInLxdsShape() throws IOException {
        compare("GET", "/1.0/images/" + fingerprint, "");
        compare("GET", "/1.0/images/" + fingerprint.substring(0, 2), "");
    }

    static List<String> changes() {
        return List.of(
                "PATCH /1.0 {\"config\":{\"user.a\":\"b\"}}",
                "PATCH /1.0 {\"config\":{\"user.a\":\"\"}}",
                "PATCH /1.0 {\"config\":{\"nope.x\":\"1\"}}",
                "PATCH /1.0 {bad",
                "PUT /1.0 []",
                "PUT /1.0 {\"config\":\"text\"}",
                "PUT /1.0 {\"config\":{\"user.x\":{}}}",
                "POST /1.0 {}",
                "DELETE /1.0",
                "POST /1.0/certificates {\"type\":\"client\",\"certificate\":\"zzz\"}",
                "DELETE /1.0/certificates/nope",
                "POST /1.0/instances {",
                "POST /1.0/instances {}",
                "POST /1.0/instances {\"name\":5}",
                "POST /1.0/instances {\"name\":\"x_y\",\"source\":{\"type\":\"none\"}}",
                "POST /1.0/instances {\"name\":\"c9\",\"source\":{\"type\":\"bogus\"}}",
                "POST /1.0/instances {\"name\":\"c9\",\"source\":{\"type\":\"image\",\"alias\":\"nope\"}}",
                "DELETE /1.0/instances/c1",
                "DELETE /1.0/instances/nope",
                "PATCH /1.0/instances/c2 {\"config\":{\"user.a\":\"b\"}}",
                "PATCH /1.0/instances/c2 {\"config\":{\"user.a\":null}}",
                "PATCH /1.0/instances/c2 {\"config\":5}",
                "PUT /1.0/instances/c1/state {\"action\":\"bogus\"}",
                "POST /1.0/instances/c2 {\"name\":\"c1\"}",
                "POST /1.0/instances/c1/snapshots {\"name\":\"a/b\"}",
                "POST /1.0/instances/c1/snapshots {\"name\":\"s0\"}",
                "PUT /1.0/instances/c1/snapshots/s0 {\"expires_at\":\"bogus\"}",
                "POST /1.0/instances/c1/exec {\"command\":\"text\"}",
                "POST /1.0/instances/c2/exec {\"command\":[\"true\"]}",
                "POST /1.0/instances/c1/exec {\"command\":[\"true\"]}",
                "POST /1.0/instances/c1/exec {\"command\":[\"true\"],\"wait-for-websocket\":true}",
                "POST /1.0/networks {}",
                "POST /1.0/networks {\"name\":\"a/b\"}",
                "PUT /1.0/networks/br0 {\"config\":{\"ipv4.address\":\"bad\"}}",
                "PATCH /1.0/networks/br0 {\"description\":\"words\"}",
                "POST /1.0/networks/br0 {\"name\":\"br1\"}",
                "DELETE /1.0/networks/br1",
                "DELETE /1.0/networks/lo",
                "POST /1.0/profiles {}",
                "POST /1.0/profiles {\"name\":\"a/b\"}",
                "POST /1.0/profiles {\"name\":\"p1\"}",
                "PATCH /1.0/profiles/p1 {\"description\":\"words\"}",
                "POST /1.0/profiles/p1 {\"name\":\"p2\"}",
                "DELETE /1.0/profiles/p2",
                "DELETE /1.0/profiles/default",
                "DELETE /1.0/storage-pools/pool",
                "POST /1.0/storage-pools {\"name\":\"pool\",\"driver\":\"dir\"}",
                "POST /1.0/storage-pools {\"name\":\"\",\"driver\":\"dir\"}",
                "POST /1.0/images/aliases {\"name\":\"bb\",\"target\":\"x\"}",
                "DELETE /1.0/images/nope",
                "DELETE /1.0/operations/nope");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changesAreAnsweredInLxdsShape(String change) throws IOException {
        String[] words = change.split(" ", 3);
        compare(words[0], words[1], words.length > 2 ? words[2] : "");
    }

    @Test
    void aChangeOfSomethingElseThanWasReadIsRefusedAndChangesNothing() throws IOException {
        for (String path : List.of(
                "/1.0",
                "/1.0/instances/c2",
                "/1.0/profiles/default",
                "/1.0/networks/br0",
                "/1.0/images/" + fingerprint)) {
            Object before = ownServer.tree(path);
            for (ApiServer server : List.of(referenceServer, ownServer)) {
                for (String method : List.of("PUT", "PATCH")) {
                    Object body = Map.of("config", Map.of("user.x", "y"), "properties", Map.of("x", "y"));
                    assertThatThrownBy(() -> server.send(method, path, body, "\"0000\""))
                            .as(method + " " + path)
                            .isInstanceOfSatisfying(
                                    ApiException.class,
                                    refusal -> assertThat(refusal.status()).isEqualTo(412));
                }
            }
            assertThat(ownServer.tree(path)).isEqualTo(before);
        }
    }

    @Test
    void operationsAndEventsHaveLxdsShape() throws IOException {
        Map<String, Object> theirs = happenings(referenceServer);
        Map<String, Object> ours = happenings(ownServer);
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        assertThat(unexpected(theirs, ours)).isEmpty();
    }

    /** The first event of each kind while a profile is made and an instance is started and stopped. */
    private static Map<String, Object> happenings(ApiServer server) throws IOException {
        var events = new TreeMap<String, Object>();
        try (MessageChannel channel = server.websocket("/1.0/events")) {
            server.send("POST", "/1.0/profiles", Map.of("name", "watched"));
            server.send("DELETE", "/1.0/profiles/watched", null);
            for (String action : List.of("start", "stop")) {
                Operation begun = server.start(
                        "PUT", "/1.0/instances/c2/state", Map.of("action", action, "timeout", 30, "force", true));
                Operation ended = server.get("/1.0/operations/" + begun.id() + "/wait", Operation.class);
                assertThat(ended.statusCode()).isEqualTo(StatusCode.SUCCESS.code());
                events.put("the operation " + action, ApiJson.toTree(ended));
            }
            while (!events.containsKey("instance-stopped")
                    || !events.containsKey("operation")
                    || !events.containsKey("logging")) {
                if (!(channel.receive() instanceof Message.Text(String text))) {
                    throw new IOException("the events ended");
                }
                if (ApiJson.readTree(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> event
                        && event.get("metadata") instanceof Map<?, ?> metadata) {
                    switch (String.valueOf(event.get("type"))) {
                        case "lifecycle" -> {
                            String action = String.valueOf(metadata.get("action"));
                            if (List.of("profile-created", "instance-started", "instance-stopped")
                                    .contains(action)) {
                                events.putIfAbsent(action, event);
                            }
                        }
                        case "logging" -> {
                            if ("Handling API request".equals(metadata.get("message"))) {
                                events.putIfAbsent("logging", event);
                            }
                        }
                        default -> events.putIfAbsent("operation", event);
                    }
                }
            }
        }
        return events;
    }
}
