package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.EveryEffect;
import io.gantry.daemon.TestDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Acts at instances, with a failure of each effect and a crash after each. */
class InstanceEffectsTest {
    @TempDir
    Path folder;

    private static void prepare(TestDaemon daemon) throws Exception {
        for (String pool : List.of("p", "q")) {
            daemon.api().send("POST", "/1.0/storage-pools", Map.of("name", pool, "driver", "dir"));
        }
        daemon.api()
                .send(
                        "PATCH",
                        "/1.0/profiles/default",
                        Map.of("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "p"))));
        make(daemon, "c1");
        Files.writeString(daemon.directory().resolve("containers/c1/rootfs/f"), "content");
        daemon.done("POST", "/1.0/instances/c1/snapshots", Map.of("name", "s"));
    }

    private static void make(TestDaemon daemon, String name) throws Exception {
        daemon.done("POST", "/1.0/instances", Map.of("name", name, "source", Map.of("type", "none")));
    }

    private static void requireInstances(TestDaemon daemon, String... names) throws Exception {
        assertThat(daemon.api().list("/1.0/instances", String.class))
                .containsExactlyInAnyOrder(List.of(names).stream()
                        .map(name -> "/1.0/instances/" + name)
                        .toArray(String[]::new));
    }

    /** The instance has the content and the snapshot of the one that was prepared. */
    private static void requireContent(TestDaemon daemon, String name) throws Exception {
        assertThat(daemon.directory().resolve("containers/" + name + "/rootfs/f"))
                .hasContent("content");
        assertThat(daemon.directory().resolve("snapshots/" + name + "/s/rootfs/f"))
                .hasContent("content");
    }

    @TestFactory
    List<DynamicTest> makingAnEmptyInstance() throws Exception {
        return new EveryEffect(folder)
                .of(
                        InstanceEffectsTest::prepare,
                        daemon -> make(daemon, "c2"),
                        daemon -> requireInstances(daemon, "c1", "c2"),
                        daemon -> requireInstances(daemon, "c1"));
    }

    @TestFactory
    List<DynamicTest> renaming() throws Exception {
        return new EveryEffect(folder)
                .of(
                        InstanceEffectsTest::prepare,
                        daemon -> daemon.done("POST", "/1.0/instances/c1", Map.of("name", "c2")),
                        daemon -> {
                            requireInstances(daemon, "c2");
                            requireContent(daemon, "c2");
                        },
                        daemon -> {
                            requireInstances(daemon, "c1");
                            requireContent(daemon, "c1");
                        });
    }

    @TestFactory
    List<DynamicTest> deleting() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        InstanceEffectsTest::prepare,
                        daemon -> daemon.done("DELETE", "/1.0/instances/c1", null),
                        InstanceEffectsTest::requireInstances,
                        daemon -> {
                            requireInstances(daemon, "c1");
                            requireContent(daemon, "c1");
                        });
    }

    @TestFactory
    List<DynamicTest> movingToAnotherPool() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        InstanceEffectsTest::prepare,
                        daemon -> daemon.done(
                                "POST", "/1.0/instances/c1", Map.of("name", "c1", "migration", true, "pool", "q")),
                        daemon -> {
                            requireVolume(daemon, "q");
                            requireContent(daemon, "c1");
                        },
                        daemon -> {
                            requireVolume(daemon, "p");
                            requireContent(daemon, "c1");
                        });
    }

    private static void requireVolume(TestDaemon daemon, String pool) {
        assertThat(daemon.directory().resolve("storage-pools/" + pool + "/containers/c1"))
                .isDirectory();
    }
}
