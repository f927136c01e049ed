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
import io.gantry.e2e.fixture.Project;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            // A template without properties has none, here as an empty object.
            Pattern.compile("\\.metadata\\.templates\\..*\\.properties is null in LXD, an object here"),
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

    /** Of LXD 5.0.2's REST description. */
    private static final int FORMS = 109;

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
        client.lxc("launch", "bb", "c3");
        client.lxc("pause", "c3");
        client.lxc("profile", "create", "p1");
        client.lxc("profile", "device", "add", "p1", "eth0", "nic", "network=br0", "name=eth0");
        client.lxc("init", "bb", "c4", "-p", "default", "-p", "p1");
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
                "/1.0/instances/c1/metadata",
                "/1.0/instances/c1/metadata/templates",
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
                "DELETE /1.0/networks/br0",
                "DELETE /1.0/networks/lo",
                "POST /1.0/profiles {}",
                "POST /1.0/profiles {\"name\":\"a/b\"}",
                "POST /1.0/profiles {\"name\":\"new1\"}",
                "PATCH /1.0/profiles/new1 {\"description\":\"words\"}",
                "POST /1.0/profiles/new1 {\"name\":\"new2\"}",
                "DELETE /1.0/profiles/new2",
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

    /** A request, and what is answered here where that is not what LXD answers. */
    private record Question(String method, String path, String body, Optional<String> ownStatus) {}

    private static List<Question> questions() throws IOException {
        var questions = new ArrayList<Question>();
        for (String line : resource("/api-answers.txt")) {
            String[] words = line.strip().split(" ", 3);
            if (line.startsWith("  here ")) {
                Question last = questions.removeLast();
                Optional<String> status = Optional.of(words[1].replace(":", ""));
                questions.add(new Question(last.method(), last.path(), last.body(), status));
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                questions.add(new Question(words[0], words[1], words.length > 2 ? words[2] : "", Optional.empty()));
            }
        }
        return questions;
    }

    private static List<String> resource(String name) throws IOException {
        try (var file = Objects.requireNonNull(ApiShapeTest.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** Status, kind of the reply, and how the operation ended where it began one. */
    private static String end(ApiServer server, Question question) throws IOException {
        Connection.Body sent = question.body().isEmpty()
                ? new Connection.Body.None()
                : new Connection.Body.Bytes(
                        "application/json", ByteBuffer.wrap(question.body().getBytes(StandardCharsets.UTF_8)));
        try (Connection.Reply reply = server.connection().send(question.method(), question.path(), Map.of(), sent)) {
            byte[] body = reply.body().readAllBytes();
            String type = String.valueOf(reply.header("Content-Type"));
            if (!type.startsWith("application/json") || body.length == 0) {
                return reply.status() + " bytes";
            }
            Map<?, ?> envelope = ApiJson.readTree(body) instanceof Map<?, ?> map ? map : Map.of();
            String kind = reply.status() + " " + envelope.get("type");
            if (envelope.get("operation") instanceof String operation && !operation.isEmpty()) {
                return kind + " "
                        + server.get(operation + "/wait?timeout=60", Operation.class)
                                .status();
            }
            return kind;
        }
    }

    @Test
    void everyRouteAnswersAsLxdInEveryState() throws IOException {
        var unlike = new ArrayList<String>();
        for (Question question : questions()) {
            String theirs = end(referenceServer, question);
            String ours = end(ownServer, question);
            boolean isAsTold = question.ownStatus().isPresent()
                    ? ours.startsWith(question.ownStatus().get()) && !ours.equals(theirs)
                    : ours.equals(theirs);
            if (!isAsTold) {
                unlike.add(question + ": LXD " + theirs + ", here " + ours);
            }
        }
        assertThat(unlike).isEmpty();
    }

    /** A row of the table in docs/rest-api.md. */
    private record Row(String form, List<String> methods, String here) {}

    private static List<Row> table() throws IOException {
        return Files.readAllLines(Project.root().resolve("docs/rest-api.md")).stream()
                .filter(line -> line.startsWith("| `/"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Row(
                        cells[1].strip().replace("`", ""),
                        List.of(cells[2].strip().split(" ", -1)),
                        cells[3].strip()))
                .toList();
    }

    /** Nothing is there by the name nope, and no method takes this body: nothing is changed by asking. */
    @Test
    void theTableOfFormsSaysWhichAreThere() throws IOException {
        var wrong = new ArrayList<String>();
        for (Row row : table()) {
            String path = row.form()
                    .replace("{type}", "container")
                    .replaceAll("\\{[a-zA-Z]+}", "nope")
                    .replace("?public&", "?")
                    .replace("?public", "");
            for (String method : row.methods()) {
                boolean hasBody = !List.of("GET", "HEAD", "DELETE").contains(method);
                Connection.Body body = hasBody
                        ? new Connection.Body.Bytes(
                                "application/json", ByteBuffer.wrap("{bad".getBytes(StandardCharsets.UTF_8)))
                        : new Connection.Body.None();
                try (Connection.Reply reply = ownServer.connection().send(method, path, Map.of(), body)) {
                    String text = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
                    boolean isThere = !text.contains("\"error\":\"not found\"")
                            && !text.contains("\"error\":\"not implemented\"");
                    boolean isTold = row.here().startsWith("not there")
                            ? !isThere && row.here().equals("not there: " + reply.status())
                            : isThere && row.here().matches("same|differs: .+");
                    if (!isTold) {
                        wrong.add(
                                method + " " + row.form() + ": " + row.here() + ", but " + reply.status() + " " + text);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(table().stream().map(Row::form).distinct()).hasSize(FORMS);
    }

    @Test
    void whatIsUsedIsUsedByTheSame() throws IOException {
        for (String path : List.of(
                "/1.0/networks/br0",
                "/1.0/profiles/default",
                "/1.0/profiles/p1",
                "/1.0/storage-pools/pool",
                "/1.0/storage-pools/pool/volumes/container/c1")) {
            assertThat(usedBy(ownServer, path)).as(path).isEqualTo(usedBy(referenceServer, path));
        }
        assertThat(usedBy(ownServer, "/1.0/networks/br0")).contains("/1.0/profiles/p1");
    }

    private static List<String> usedBy(ApiServer server, String path) throws IOException {
        return server.tree(path) instanceof Map<?, ?> map && map.get("used_by") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name eq C1",
                "name eq c.",
                "name eq c",
                "name eq ^c",
                "name eq 4$",
                "name ne c1",
                "not name eq c1",
                "name eq c1 or name eq c2 and name eq c3",
                "config.nope eq .*",
                "nope eq .*",
                "nope ne x",
                "profiles eq default",
                "profiles ne default",
                "status eq running",
                "config.image.os eq bus.*",
                "expanded_devices.root.pool eq pool",
                "expanded_devices.nope.pool ne pool",
                "name eq [",
                "name eq (?=c)c1",
                "name eq c1|c2",
            })
    void filtersFindWhatLxdFinds(String filter) throws IOException {
        String query = "/1.0/instances?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
        for (String form : List.of(query, query + "&recursion=1")) {
            assertThat(names(ownServer, form)).as(form).isEqualTo(names(referenceServer, form));
        }
    }

    /** Or URLs, sorted: LXD has them in any order. */
    private static List<String> names(ApiServer server, String path) throws IOException {
        return server.tree(path) instanceof List<?> list
                ? list.stream()
                        .map(each -> String.valueOf(each instanceof Map<?, ?> map ? map.get("name") : each))
                        .sorted()
                        .toList()
                : List.of();
    }

    @Test
    void theHostsHardwareIsThatWhichLxdSees() throws IOException {
        assertThat(still(ownServer.tree("/1.0/resources"))).isEqualTo(still(referenceServer.tree("/1.0/resources")));
        for (Client client : List.of(hosts.first().client(), hosts.first().debianClient())) {
            List<String> shown = client.lxc("info", "--resources").lines().toList();
            assertThat(shown).contains("Memory:").anyMatch(line -> line.startsWith("CPU"));
        }
        assertThat(withoutUse(hosts.first().client().lxc("info", "--resources")))
                .isEqualTo(withoutUse(hosts.first().debianClient().lxc("info", "--resources")));
    }

    private static List<String> withoutUse(String text) {
        return text.lines().filter(line -> !line.matches("  (Free|Used): .*")).toList();
    }

    /** Without what changes from moment to moment, and what LXD can only tell with a disk's device node. */
    private static Object still(Object resources) {
        return switch (resources) {
            case Map<?, ?> map -> {
                var kept = new TreeMap<String, Object>();
                map.forEach((name, value) -> {
                    if (value != null
                            && !List.of("used", "frequency", "block_size").contains(name)) {
                        kept.put(String.valueOf(name), still(value));
                    }
                });
                yield kept;
            }
            case List<?> list -> list.stream().map(ApiShapeTest::still).toList();
            default -> resources;
        };
    }

    @Test
    void templatesAndMetadataAreChangedByBothClientsAndNoLinkIsFollowed() throws IOException {
        for (Client client : List.of(hosts.first().client(), hosts.first().debianClient())) {
            client.lxc("config", "template", "create", "c4", "own.tpl");
            client.command("config", "template", "edit", "c4", "own.tpl")
                    .input("hello")
                    .output();
            assertThat(client.lxc("config", "template", "show", "c4", "own.tpl"))
                    .isEqualTo("hello");
            assertThat(client.lxc("config", "template", "list", "c4")).contains("FILENAME", "own.tpl");
            client.lxc("config", "template", "delete", "c4", "own.tpl");
            client.command("config", "metadata", "edit", "c4")
                    .input("architecture: x86_64\nproperties:\n  version: 12.10\n")
                    .output();
            assertThat(client.lxc("config", "metadata", "show", "c4")).contains("version: \"12.10\"", "templates: {}");
        }
        Path volume = own.lxdDir().resolve("storage-pools/pool/containers/c4");
        Path secret = Files.writeString(hosts.scratch().folder().resolve("secret"), "secret");
        Files.createSymbolicLink(volume.resolve("templates/link"), secret);
        assertThat(ask(ownServer, "GET", "/1.0/instances/c4/metadata/templates?path=link", "")
                        .status())
                .isEqualTo(400);
        assertThat(ask(ownServer, "POST", "/1.0/instances/c4/metadata/templates?path=link", "x")
                        .status())
                .isEqualTo(400);
        Files.delete(volume.resolve("metadata.yaml"));
        Files.createSymbolicLink(volume.resolve("metadata.yaml"), secret);
        assertThat(ask(ownServer, "GET", "/1.0/instances/c4/metadata", "").status())
                .isEqualTo(400);
        Files.move(volume.resolve("templates"), volume.resolve("elsewhere"));
        Files.createSymbolicLink(volume.resolve("templates"), hosts.scratch().folder());
        assertThat(ask(ownServer, "GET", "/1.0/instances/c4/metadata/templates?path=secret", "")
                        .status())
                .isEqualTo(400);
        assertThat(ask(ownServer, "POST", "/1.0/instances/c4/metadata/templates?path=secret", "x")
                        .status())
                .isEqualTo(400);
        assertThat(secret).content().isEqualTo("secret");
    }

    @Test
    void snapshotsAreChangedByBothClients() {
        for (Client client : List.of(hosts.first().client(), hosts.first().debianClient())) {
            String expiry = client == hosts.first().client() ? "2031-01-01T00:00:00Z" : "2032-01-01T00:00:00Z";
            client.command("config", "edit", "c1/s0")
                    .input("expires_at: " + expiry + "\n")
                    .output();
            assertThat(client.lxc("config", "show", "c1/s0")).contains("expires_at: " + expiry);
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
