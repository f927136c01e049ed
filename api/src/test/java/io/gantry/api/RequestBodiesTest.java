package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestBodiesTest {
    /** The fields that say something, by name. */
    private static Map<String, Object> said(Object body) {
        var said = new TreeMap<String, Object>();
        ((Map<?, ?>) ApiJson.toTree(body)).forEach((field, value) -> {
            boolean isEmpty = value == null
                    || value.equals("")
                    || value.equals(false)
                    || value.equals(Map.of())
                    || value.equals(List.of())
                    || value.equals("0001-01-01T00:00:00Z");
            if (!isEmpty) {
                said.put(String.valueOf(field), value);
            }
        });
        return said;
    }

    @Test
    void aSourceSaysNoMoreThanItsKindNeeds() {
        assertThat(said(InstanceSource.none())).isEqualTo(Map.of("type", "none"));
        assertThat(said(InstanceSource.image("abc"))).isEqualTo(Map.of("type", "image", "fingerprint", "abc"));
        assertThat(said(InstanceSource.copy("c1/snap0"))).isEqualTo(Map.of("type", "copy", "source", "c1/snap0"));
        assertThat(said(InstanceSource.push())).isEqualTo(Map.of("type", "migration", "mode", "push"));
        assertThat(said(InstanceSource.pull("https://a:8443/1.0/operations/o", "PEM", Map.of("fs", "s"))))
                .isEqualTo(Map.of(
                        "type", "migration",
                        "mode", "pull",
                        "operation", "https://a:8443/1.0/operations/o",
                        "certificate", "PEM",
                        "secrets", Map.of("fs", "s")));
    }

    @Test
    void anImageOfAnotherServerIsNamedAlikeForInstancesAndForTheStore() {
        ImagesPostSource image = ImagesPostSource.pull("https://a", "simplestreams")
                .alias("debian/12")
                .build();
        assertThat(said(image))
                .isEqualTo(Map.of(
                        "type", "image",
                        "mode", "pull",
                        "server", "https://a",
                        "protocol", "simplestreams",
                        "alias", "debian/12"));
        assertThat(said(InstanceSource.image(image))).isEqualTo(said(image));
        assertThat(InstanceSource.image(image).certificate()).isNull();
    }

    @Test
    void anInstanceIsAlsoCalledAContainerForOlderServers() {
        assertThat(said(InstancePost.offer().instanceOnly(true).build()))
                .isEqualTo(Map.of("migration", true, "instance_only", true, "container_only", true));
        assertThat(said(InstanceSource.push().toBuilder().instanceOnly(true).build()))
                .containsEntry("instance_only", true)
                .containsEntry("container_only", true);
    }

    @Test
    void aBuilderKeepsWhatItBeganWith() {
        InstancesPost request = InstancesPost.container("c1")
                .config(Map.of("user.a", "1"))
                .devices(Map.of("root", Map.of("type", "disk")))
                .ephemeral(true)
                .profiles(List.of("p"))
                .stateful(true)
                .description("mine")
                .architecture("x86_64")
                .instanceType("c1-m1")
                .source(InstanceSource.none())
                .build();
        assertThat(request.toBuilder().build()).isEqualTo(request);
        InstanceSource source = InstanceSource.pull("o", "c", Map.of("control", "s")).toBuilder()
                .baseImage("abc")
                .live(true)
                .instanceOnly(true)
                .refresh(true)
                .project("p")
                .allowInconsistent(true)
                .strict(true)
                .properties(Map.of("os", "debian"))
                .build();
        assertThat(source.toBuilder().build()).isEqualTo(source);
        InstancePut change = InstancePut.builder()
                .architecture("x86_64")
                .config(Map.of("user.a", "1"))
                .profiles(List.of())
                .restore("s1")
                .stateful(true)
                .ephemeral(true)
                .description("d")
                .devices(Map.of("n", Map.of("type", "none")))
                .build();
        assertThat(change.toBuilder().build()).isEqualTo(change);
    }

    @Test
    void anImageIsMadeOfASnapshotWhereTheNameIsASnapshots() {
        assertThat(said(ImagesPostSource.instance("c1"))).isEqualTo(Map.of("type", "instance", "name", "c1"));
        assertThat(said(ImagesPostSource.instance("c1/s"))).isEqualTo(Map.of("type", "snapshot", "name", "c1/s"));
        assertThat(said(ImagesPostSource.url("https://a")))
                .isEqualTo(Map.of("type", "url", "mode", "pull", "protocol", "direct", "url", "https://a"));
        assertThat(said(ImagesPost.of(ImagesPostSource.push("f")).isPublic(true).build()))
                .isEqualTo(Map.of("public", true, "source", ApiJson.toTree(ImagesPostSource.push("f"))));
    }

    @Test
    void aProgramRunsOnWebsockets() {
        assertThat(said(InstanceExecPost.of(List.of("id", "-u")).user(1000).build()))
                .isEqualTo(said(ApiJson.read("""
                        {"command": ["id", "-u"], "wait-for-websocket": true, "user": 1000}""", InstanceExecPost.class)));
    }
}
