package io.gantry.daemon.lifecycle.creation;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static io.gantry.daemon.lifecycle.TestInstances.requirePool;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.Operation;
import io.gantry.daemon.EveryEffect;
import io.gantry.daemon.EveryEffect.Step;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Instances made of every content of this daemon, with a failure of each effect and a crash after each. */
class CreationEffectsTest {
    private static final Map<String, String> SNAPSHOTS = Map.of("s", "then");

    @TempDir
    Path folder;

    private static void requireOnlyTheFirst(TestDaemon daemon) throws IOException {
        requireInstances(daemon, "c1");
        requireContent(daemon, "c1", "now", SNAPSHOTS);
    }

    private List<DynamicTest> making(Map<String, Object> request, Step done) throws Exception {
        return new EveryEffect(folder)
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done("POST", "/1.0/instances", request),
                        daemon -> {
                            requireInstances(daemon, "c1", "c2");
                            requireContent(daemon, "c1", "now", SNAPSHOTS);
                            done.on(daemon);
                        },
                        CreationEffectsTest::requireOnlyTheFirst);
    }

    @TestFactory
    List<DynamicTest> nothing() throws Exception {
        return making(
                Map.of("name", "c2", "source", Map.of("type", "none")),
                daemon -> assertThat(daemon.directory().resolve("containers/c2/rootfs"))
                        .isEmptyDirectory());
    }

    @TestFactory
    List<DynamicTest> aCopy() throws Exception {
        return making(Map.of("name", "c2", "source", TestInstances.copyOf("c1")), daemon -> {
            requireContent(daemon, "c2", "now", SNAPSHOTS);
            assertThat(instance(daemon, "c2").config()).containsEntry("volatile.apply_template", "copy");
        });
    }

    @TestFactory
    List<DynamicTest> aCopyWithoutSnapshots() throws Exception {
        var source = new HashMap<>(TestInstances.copyOf("c1"));
        source.put("instance_only", true);
        return making(Map.of("name", "c2", "source", source), daemon -> requireContent(daemon, "c2", "now", Map.of()));
    }

    @TestFactory
    List<DynamicTest> aCopyOfASnapshot() throws Exception {
        return making(
                Map.of("name", "c2", "source", TestInstances.copyOf("c1/s")),
                daemon -> requireContent(daemon, "c2", "then", Map.of()));
    }

    @TestFactory
    List<DynamicTest> aCopyInAnotherPool() throws Exception {
        var root = Map.of("type", "disk", "path", "/", "pool", "q");
        return making(
                Map.of("name", "c2", "source", TestInstances.copyOf("c1"), "devices", Map.of("root", root)), daemon -> {
                    requirePool(daemon, "c2", "q");
                    requireContent(daemon, "c2", "now", SNAPSHOTS);
                });
    }

    private List<DynamicTest> refreshing(boolean instanceOnly, Step done) throws Exception {
        var source = new HashMap<>(TestInstances.copyOf("c1"));
        source.put("refresh", true);
        source.put("instance_only", instanceOnly);
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        TestInstances::prepareCopy,
                        daemon -> daemon.done("POST", "/1.0/instances", Map.of("name", "c2", "source", source)),
                        daemon -> {
                            requireInstances(daemon, "c1", "c2");
                            done.on(daemon);
                        },
                        daemon -> {
                            requireInstances(daemon, "c1", "c2");
                            requireContent(daemon, "c2", "old", Map.of("s", "then", "own", "old"));
                        });
    }

    @TestFactory
    List<DynamicTest> aRefreshedCopy() throws Exception {
        return refreshing(false, daemon -> requireContent(daemon, "c2", "new", Map.of("s", "then", "t", "now")));
    }

    @TestFactory
    List<DynamicTest> aRefreshedCopyThatKeepsItsSnapshots() throws Exception {
        return refreshing(true, daemon -> requireContent(daemon, "c2", "new", Map.of("s", "then", "own", "old")));
    }

    private String fingerprint = "";

    private void prepareImage(TestDaemon daemon) throws IOException {
        TestInstances.prepare(daemon);
        Operation published = daemon.done(
                "POST",
                "/1.0/images",
                Map.of("source", Map.of("type", "instance", "name", "c1"), "properties", Map.of("os", "test")));
        fingerprint = published.metadata() == null
                ? ""
                : published.metadata().getOrDefault("fingerprint", "").toString();
    }

    @TestFactory
    List<DynamicTest> anImage() throws Exception {
        return new EveryEffect(folder)
                .of(
                        this::prepareImage,
                        daemon -> daemon.done(
                                "POST",
                                "/1.0/instances",
                                Map.of("name", "c2", "source", Map.of("type", "image", "fingerprint", fingerprint))),
                        daemon -> {
                            requireInstances(daemon, "c1", "c2");
                            requireContent(daemon, "c2", "now", Map.of());
                            assertThat(instance(daemon, "c2").config())
                                    .containsEntry("volatile.base_image", fingerprint)
                                    .containsEntry("volatile.apply_template", "create")
                                    .containsEntry("image.os", "test");
                        },
                        CreationEffectsTest::requireOnlyTheFirst);
    }
}
