package io.gantry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.CertificatesPost;
import io.gantry.api.ImageAlias;
import io.gantry.api.ImageExportPost;
import io.gantry.api.ImageMetadata;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.InstanceExecPost;
import io.gantry.api.InstancePost;
import io.gantry.api.InstancePut;
import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.InstancesPost;
import io.gantry.api.NetworksPost;
import io.gantry.api.ProfilesPost;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.ImageHeaders;
import io.gantry.client.image.Images;
import io.gantry.client.instance.FileAttributes;
import io.gantry.client.instance.InstanceFiles;
import io.gantry.client.instance.InstanceTemplates;
import io.gantry.client.instance.Instances;
import io.gantry.client.instance.Snapshots;
import io.gantry.client.network.Networks;
import io.gantry.client.operation.Operations;
import io.gantry.client.profile.Profiles;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import io.gantry.client.server.ServerSettings;
import io.gantry.client.storage.StoragePools;
import io.gantry.client.storage.StorageVolumes;
import io.gantry.client.trust.Certificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each typed call: the request that it makes, the reply as it is understood, and a refusal. */
class TypedCallsTest {
    interface Action {
        Object run(ApiServer server) throws IOException;
    }

    private interface Change {
        void run(ApiServer server) throws IOException;
    }

    /**
     * @param body of the request as JSON; only these fields are compared, empty for none
     * @param reply the metadata
     * @param understood what the call's result says as text
     */
    record Call(String line, String body, String reply, String understood, Action action) {
        @Override
        public String toString() {
            return line;
        }
    }

    private static final String OPERATION = "{\"id\": \"o1\", \"status_code\": 103}";

    private final List<Call> calls = new ArrayList<>();

    private void asks(String line, String reply, String understood, Action action) {
        calls.add(new Call("GET " + line, "", reply, understood, action));
    }

    private void starts(String line, String body, Action action) {
        calls.add(new Call(line, body, OPERATION, "id=o1", action));
    }

    private void changes(String line, String body, Change change) {
        calls.add(new Call(line, body, "{}", "done", server -> {
            change.run(server);
            return "done";
        }));
    }

    static List<Call> calls() {
        var all = new TypedCallsTest();
        all.ofInstances();
        all.ofPartsOfInstances();
        all.ofImages();
        all.ofOperations();
        all.ofConfiguredThings();
        all.ofStorage();
        all.ofTheServer();
        return all.calls;
    }

    private void ofInstances() {
        asks("/1.0/instances?recursion=1", "[{\"name\": \"c1\"}]", "name=c1", s -> new Instances(s).list());
        asks(
                "/1.0/instances?recursion=2&all-projects=true",
                "[{\"new\": 1}]",
                "[{new=1}]",
                s -> new Instances(s).trees(Instances.Detail.STATE, Instances.Extent.ALL_PROJECTS));
        asks(
                "/1.0/instances?recursion=1",
                "null",
                "[]",
                s -> new Instances(s).trees(Instances.Detail.CONFIGURATION, Instances.Extent.ONE_PROJECT));
        asks("/1.0/instances/c%201", "{\"name\": \"c 1\"}", "name=c 1", s -> new Instances(s).get("c 1"));
        asks(
                "/1.0/instances/c1?recursion=1",
                "{\"state\": {\"pid\": 7}}",
                "pid=7",
                s -> new Instances(s).details("c1"));
        asks("/1.0/instances/c1/snapshots/s1", "{}", "InstanceFull", s -> new Instances(s).details("c1/s1"));
        asks("/1.0/instances/c1/state", "{\"pid\": 7}", "pid=7", s -> new Instances(s).state("c1"));
        asks(
                "/1.0/instances/c1/metadata",
                "{\"architecture\": \"x\"}",
                "architecture=x",
                s -> new Instances(s).metadata("c1"));
        starts(
                "POST /1.0/instances",
                "{\"name\": \"c1\", \"type\": \"container\"}",
                s -> new Instances(s).create(InstancesPost.container("c1").build()));
        starts(
                "PUT /1.0/instances/c1",
                "{\"description\": \"d\"}",
                s -> new Instances(s)
                        .change("c1", InstancePut.builder().description("d").build()));
        starts(
                "PUT /1.0/instances/c1",
                "{\"restore\": \"s1\", \"stateful\": true}",
                s -> new Instances(s).restore("c1", "s1", true));
        starts(
                "POST /1.0/instances/c1",
                "{\"name\": \"c2\", \"migration\": false}",
                s -> new Instances(s).rename("c1", "c2"));
        starts(
                "POST /1.0/instances/c1",
                "{\"migration\": true, \"pool\": \"p\"}",
                s -> new Instances(s)
                        .change("c1", InstancePost.offer().pool("p").build()));
        starts("DELETE /1.0/instances/c1", "", s -> new Instances(s).delete("c1"));
        starts("DELETE /1.0/instances/c1/snapshots/a%2Fb", "", s -> new Instances(s).delete("c1/a/b"));
        starts(
                "PUT /1.0/instances/c1/state",
                "{\"action\": \"stop\", \"timeout\": 30}",
                s -> new Instances(s).changeState("c1", InstanceStatePut.stop(30)));
        starts(
                "POST /1.0/instances/c1/exec",
                "{\"command\": [\"id\"], \"wait-for-websocket\": true}",
                s -> new Instances(s)
                        .exec("c1", InstanceExecPost.of(List.of("id")).build()));
        changes(
                "PUT /1.0/instances/c1/metadata",
                "{\"architecture\": \"x\"}",
                s -> new Instances(s).replaceMetadata("c1", new ImageMetadata("x", 0, 0, Map.of(), Map.of()), null));
    }

    private void ofPartsOfInstances() {
        asks(
                "/1.0/instances/c1/snapshots?recursion=1",
                "[{\"name\": \"s1\"}]",
                "name=s1",
                s -> new Snapshots(s, "c1").list());
        asks("/1.0/instances/c1/snapshots/s1", "{\"name\": \"s1\"}", "name=s1", s -> new Snapshots(s, "c1").get("s1"));
        starts(
                "POST /1.0/instances/c1/snapshots",
                "{\"name\": \"s1\"}",
                s -> new Snapshots(s, "c1").create(new InstanceSnapshotsPost("s1", false, null)));
        starts(
                "POST /1.0/instances/c1/snapshots/s1",
                "{\"name\": \"s2\"}",
                s -> new Snapshots(s, "c1").rename("s1", "s2"));
        starts("DELETE /1.0/instances/c1/snapshots/s1", "", s -> new Snapshots(s, "c1").delete("s1"));
        changes(
                "POST /1.0/instances/c1/files?path=%2Fa%20b",
                "",
                s -> new InstanceFiles(s, "c1")
                        .write("/a b", InstanceFiles.Type.DIRECTORY, FileAttributes.KEPT, new Connection.Body.None()));
        changes("DELETE /1.0/instances/c1/files?path=%2Fa", "", s -> new InstanceFiles(s, "c1").delete("/a"));
        asks("/1.0/instances/c1/metadata/templates", "[\"t\"]", "[t]", s -> new InstanceTemplates(s, "c1").names());
        changes(
                "POST /1.0/instances/c1/metadata/templates?path=t",
                "{\"a\": 1}",
                s -> new InstanceTemplates(s, "c1").write("t", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8)));
        changes(
                "DELETE /1.0/instances/c1/metadata/templates?path=t",
                "",
                s -> new InstanceTemplates(s, "c1").delete("t"));
    }

    private void ofImages() {
        asks("/1.0/images?recursion=1", "[{\"fingerprint\": \"f\"}]", "fingerprint=f", s -> new Images(s).list());
        asks("/1.0/images?recursion=1", "[{\"new\": 1}]", "[{new=1}]", s -> new Images(s).trees());
        asks("/1.0/images/f", "{\"new\": 1}", "{new=1}", s -> new Images(s).tree("f"));
        asks("/1.0/images/f", "{\"size\": 9}", "size=9", s -> new Images(s).get("f"));
        starts(
                "POST /1.0/images",
                "{\"source\": {\"type\": \"url\"}}",
                s -> new Images(s)
                        .create(ImagesPost.of(ImagesPostSource.url("https://a")).build()));
        starts("POST /1.0/images", "{\"public\": true}", s -> new Images(s).create(Map.of("public", true)));
        starts(
                "POST /1.0/images",
                "{\"its\": \"content\"}",
                s -> new Images(s)
                        .upload(
                                new ImageHeaders("f", "i.tar", true, Map.of("os", "a b")),
                                new Connection.Body.Bytes(
                                        "application/octet-stream",
                                        ByteBuffer.wrap("{\"its\": \"content\"}".getBytes(StandardCharsets.UTF_8)))));
        starts(
                "POST /1.0/images/f/export",
                "{\"target\": \"https://b\"}",
                s -> new Images(s).push("f", new ImageExportPost("https://b", "s", "PEM", List.of(), "")));
        starts("POST /1.0/images/f/secret", "", s -> new Images(s).createSecret("f"));
        starts("POST /1.0/images/f/refresh", "", s -> new Images(s).refresh("f"));
        starts("DELETE /1.0/images/f", "", s -> new Images(s).delete("f"));
        asks("/1.0/images/aliases?recursion=1", "[{\"name\": \"a\"}]", "name=a", s -> new ImageAliases(s).list());
        asks("/1.0/images/aliases?recursion=1", "[{\"new\": 1}]", "[{new=1}]", s -> new ImageAliases(s).trees());
        asks("/1.0/images/aliases/a%2Fb", "{\"target\": \"f\"}", "target=f", s -> new ImageAliases(s).get("a/b"));
        changes(
                "POST /1.0/images/aliases",
                "{\"name\": \"a\", \"target\": \"f\"}",
                s -> new ImageAliases(s).create(new ImageAlias("a", ""), "f"));
        changes("POST /1.0/images/aliases/a", "{\"name\": \"b\"}", s -> new ImageAliases(s).rename("a", "b"));
        changes("DELETE /1.0/images/aliases/a", "", s -> new ImageAliases(s).delete("a"));
    }

    private void ofOperations() {
        asks(
                "/1.0/operations?recursion=1",
                "{\"running\": [{\"id\": \"o1\"}], \"failure\": null}",
                "id=o1",
                s -> new Operations(s).list());
        asks("/1.0/operations/o1", "{\"id\": \"o1\"}", "id=o1", s -> new Operations(s).get("o1"));
        asks("/1.0/operations/o1", "{\"new\": 1}", "{new=1}", s -> new Operations(s).tree("o1"));
        asks(
                "/1.0/operations/o1/wait?timeout=5",
                "{\"status_code\": 200}",
                "statusCode=200",
                s -> new Operations(s).await("o1", 5));
        changes("DELETE /1.0/operations/o1", "", s -> new Operations(s).cancel("o1"));
    }

    private void ofConfiguredThings() {
        asks("/1.0/profiles?recursion=1", "[{\"name\": \"p\"}]", "name=p", s -> new Profiles(s).list());
        asks("/1.0/profiles/p", "{\"name\": \"p\"}", "name=p", s -> new Profiles(s).get("p"));
        changes(
                "POST /1.0/profiles",
                "{\"name\": \"p\"}",
                s -> new Profiles(s).create(new ProfilesPost(Map.of(), "", Map.of(), "p")));
        changes(
                "PUT /1.0/profiles/p",
                "{\"description\": \"d\"}",
                s -> new Profiles(s).replace("p", Map.of("description", "d"), null));
        changes("POST /1.0/profiles/p", "{\"name\": \"q\"}", s -> new Profiles(s).rename("p", "q"));
        changes("DELETE /1.0/profiles/p", "", s -> new Profiles(s).delete("p"));
        asks("/1.0/networks?recursion=1", "[{\"name\": \"n\"}]", "name=n", s -> new Networks(s).list());
        asks("/1.0/networks/n", "{\"name\": \"n\"}", "name=n", s -> new Networks(s).get("n"));
        asks("/1.0/networks/n/state", "{\"mtu\": 1500}", "mtu=1500", s -> new Networks(s).state("n"));
        asks("/1.0/networks/n/leases", "[{\"hostname\": \"h\"}]", "hostname=h", s -> new Networks(s).leases("n"));
        changes(
                "POST /1.0/networks",
                "{\"name\": \"n\"}",
                s -> new Networks(s).create(new NetworksPost(Map.of(), "", "n", "bridge")));
        changes("POST /1.0/networks/n", "{\"name\": \"m\"}", s -> new Networks(s).rename("n", "m"));
        changes("DELETE /1.0/networks/n", "", s -> new Networks(s).delete("n"));
        asks("/1.0/certificates?recursion=1", "[{\"name\": \"c\"}]", "name=c", s -> new Certificates(s).list());
        changes(
                "POST /1.0/certificates",
                "{\"type\": \"client\", \"password\": \"p\"}",
                s -> new Certificates(s).add(CertificatesPost.ownWith("p")));
        changes("DELETE /1.0/certificates/f", "", s -> new Certificates(s).delete("f"));
    }

    private void ofStorage() {
        asks("/1.0/storage-pools?recursion=1", "[{\"name\": \"p\"}]", "name=p", s -> new StoragePools(s).list());
        asks("/1.0/storage-pools/p", "{\"driver\": \"dir\"}", "driver=dir", s -> new StoragePools(s).get("p"));
        asks("/1.0/storage-pools/p/resources", "{\"new\": 1}", "{new=1}", s -> new StoragePools(s).resources("p"));
        changes(
                "POST /1.0/storage-pools",
                "{\"name\": \"p\", \"driver\": \"dir\"}",
                s -> new StoragePools(s).create(new StoragePoolsPost(Map.of(), "", "p", "dir")));
        changes("DELETE /1.0/storage-pools/p", "", s -> new StoragePools(s).delete("p"));
        asks(
                "/1.0/storage-pools/p/volumes?recursion=1",
                "[{\"name\": \"v\"}]",
                "name=v",
                s -> new StorageVolumes(s, "p").list());
        asks(
                "/1.0/storage-pools/p/volumes/custom/v",
                "{\"new\": 1}",
                "{new=1}",
                s -> new StorageVolumes(s, "p").tree("custom", "v"));
        changes(
                "POST /1.0/storage-pools/p/volumes",
                "{\"name\": \"v\", \"type\": \"custom\"}",
                s -> new StorageVolumes(s, "p").create("v", Map.of()));
        asks(
                "/1.0/storage-pools/p/volumes/custom/v/state",
                "{\"usage\": {\"used\": 512}}",
                "[512]",
                s -> new StorageVolumes(s, "p").usage("custom", "v"));
        asks(
                "/1.0/storage-pools/p/volumes/custom/v/state",
                "{\"usage\": null}",
                "empty",
                s -> new StorageVolumes(s, "p").usage("custom", "v"));
        changes(
                "DELETE /1.0/storage-pools/p/volumes/image/v",
                "",
                s -> new StorageVolumes(s, "p").delete("image", "v"));
    }

    private void ofTheServer() {
        asks("/1.0/resources", "{\"cpu\": {}}", "{cpu={}}", s -> new ServerSettings(s).resources());
        changes(
                "PATCH /1.0",
                "{\"config\": {\"core.https_address\": \"\"}}",
                s -> new ServerSettings(s).set(Map.of("core.https_address", "")));
        changes(
                "PUT /1.0",
                "{\"config\": {}}",
                s -> new ServerSettings(s).replace("", Map.of("config", Map.of()), null));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void asksTheServerAndUnderstandsTheReply(Call call) throws IOException {
        var connection = new FakeConnection("unix:///socket").sync(call.line(), call.reply());
        Object result = call.action().run(connection.server("s"));
        assertThat(String.valueOf(result)).contains(call.understood());
        assertThat(connection.requests())
                .extracting(FakeConnection.Request::line)
                .containsExactly(call.line());
        if (call.body().isEmpty()) {
            assertThat(connection.requests().getFirst().body()).isEmpty();
        } else {
            var expected = (Map<?, ?>) ApiJson.readTree(call.body().getBytes(StandardCharsets.UTF_8));
            expected.forEach((field, value) -> assertThat(
                            part(connection.sent(call.line()).getFirst().get(field), value))
                    .as(String.valueOf(field))
                    .isEqualTo(value));
        }
    }

    /** Of an object what the expected one says; of anything else all. */
    private static Object part(Object sent, Object expected) {
        return sent instanceof Map<?, ?> map && expected instanceof Map<?, ?> few && !few.isEmpty()
                ? Map.of(
                        few.keySet().iterator().next(),
                        map.get(few.keySet().iterator().next()))
                : sent;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void passesARefusalOnAsTheServerSaidIt(Call call) {
        var connection = new FakeConnection("unix:///socket").refuse(call.line(), 403, "not for you");
        assertThatThrownBy(() -> call.action().run(connection.server("s")))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal).hasMessage("not for you");
                    assertThat(refusal.status()).isEqualTo(403);
                });
    }
}
