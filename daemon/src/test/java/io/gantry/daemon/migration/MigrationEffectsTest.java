package io.gantry.daemon.migration;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static io.gantry.daemon.lifecycle.TestInstances.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.Operation;
import io.gantry.daemon.EveryEffect;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Instances received from another daemon, with a failure of each effect of the target and a crash after each. */
class MigrationEffectsTest {
    private static final Map<String, String> SNAPSHOTS = Map.of("s", "then");

    @TempDir
    Path folder;

    private TestDaemon source;
    private String contentOfSource = "now";
    private Map<String, String> snapshotsOfSource = SNAPSHOTS;

    @BeforeEach
    void startSource() throws Exception {
        source = new TestHost(folder.resolve("source")).start();
        TestInstances.prepare(source);
        Peers.listen(source);
    }

    @AfterEach
    void endSource() {
        source.close();
    }

    private static void addPools(TestDaemon target) throws IOException {
        TestInstances.prepare(target);
    }

    private void pull(TestDaemon target, Map<String, Object> more) throws IOException {
        var from = new HashMap<>(Peers.pull(source, Peers.offer(source, "c1")));
        from.putAll(more);
        target.done("POST", "/1.0/instances", Map.of("name", "c2", "source", from));
    }

    private void requireTheSourceUntouched() throws IOException {
        requireInstances(source, "c1");
        requireContent(source, "c1", contentOfSource, snapshotsOfSource);
    }

    @TestFactory
    List<DynamicTest> pulling() throws Exception {
        return new EveryEffect(folder)
                .of(
                        MigrationEffectsTest::addPools,
                        target -> pull(target, Map.of()),
                        target -> {
                            requireInstances(target, "c1", "c2");
                            requireContent(target, "c2", "now", SNAPSHOTS);
                            assertThat(instance(target, "c2").config())
                                    .containsEntry("volatile.apply_template", "copy")
                                    .containsEntry("volatile.last_state.idmap", "[]");
                            requireTheSourceUntouched();
                        },
                        target -> {
                            requireInstances(target, "c1");
                            requireTheSourceUntouched();
                        });
    }

    /** The target waits, and the source connects to it. */
    private void push(TestDaemon target) throws IOException {
        Operation waiting = target.api()
                .start(
                        "POST",
                        "/1.0/instances",
                        Map.of("name", "c2", "source", Map.of("type", "migration", "mode", "push")));
        Map<String, Object> connection = Peers.connection(target, waiting);
        try {
            source.done("POST", "/1.0/instances/c1", Map.of("name", "c1", "migration", true, "target", connection));
        } finally {
            target.api().get("/1.0/operations/" + waiting.id() + "/wait", Operation.class);
        }
    }

    @TestFactory
    List<DynamicTest> beingPushedTo() throws Exception {
        return new EveryEffect(folder)
                .of(
                        target -> {
                            addPools(target);
                            Peers.listen(target);
                        },
                        this::push,
                        target -> {
                            requireInstances(target, "c1", "c2");
                            requireContent(target, "c2", "now", SNAPSHOTS);
                            requireTheSourceUntouched();
                        },
                        target -> {
                            requireInstances(target, "c1");
                            requireTheSourceUntouched();
                        });
    }

    /** An older copy with a snapshot of its own; the source has changed since, and has one more snapshot. */
    private void prepareCopy(TestDaemon target) throws IOException {
        addPools(target);
        pull(target, Map.of());
        write(target, "c2", "old");
        target.done("POST", "/1.0/instances/c2/snapshots", Map.of("name", "own"));
        write(source, "c1", "new");
        source.done("POST", "/1.0/instances/c1/snapshots", Map.of("name", "t"));
        contentOfSource = "new";
        snapshotsOfSource = Map.of("s", "then", "t", "new");
    }

    @TestFactory
    List<DynamicTest> refreshing() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        this::prepareCopy,
                        target -> pull(target, Map.of("refresh", true)),
                        target -> {
                            requireContent(target, "c2", "new", Map.of("s", "then", "t", "new"));
                            requireTheSourceUntouched();
                        },
                        target -> {
                            requireContent(target, "c2", "old", Map.of("s", "then", "own", "old"));
                            requireTheSourceUntouched();
                        });
    }
}
