package io.gantry.daemon.lifecycle.snapshot;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.InstanceSnapshot;
import io.gantry.daemon.EveryEffect;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Acts at snapshots, with a failure of each effect and a crash after each. */
class SnapshotEffectsTest {
    private static final String SNAPSHOTS = "/1.0/instances/c1/snapshots";

    @TempDir
    Path folder;

    private static void requireUntouched(TestDaemon daemon) throws IOException {
        requireContent(daemon, "c1", "now", Map.of("s", "then"));
    }

    @TestFactory
    List<DynamicTest> taking() throws Exception {
        return new EveryEffect(folder)
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done("POST", SNAPSHOTS, Map.of("name", "t")),
                        daemon -> requireContent(daemon, "c1", "now", Map.of("s", "then", "t", "now")),
                        SnapshotEffectsTest::requireUntouched);
    }

    @TestFactory
    List<DynamicTest> renaming() throws Exception {
        return new EveryEffect(folder)
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done("POST", SNAPSHOTS + "/s", Map.of("name", "t")),
                        daemon -> requireContent(daemon, "c1", "now", Map.of("t", "then")),
                        SnapshotEffectsTest::requireUntouched);
    }

    @TestFactory
    List<DynamicTest> deleting() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done("DELETE", SNAPSHOTS + "/s", null),
                        daemon -> requireContent(daemon, "c1", "now", Map.of()),
                        SnapshotEffectsTest::requireUntouched);
    }

    @TestFactory
    List<DynamicTest> sayingWhenItIsToGo() throws Exception {
        return new EveryEffect(folder)
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done("PUT", SNAPSHOTS + "/s", Map.of("expires_at", "2030-01-01T00:00:00Z")),
                        daemon -> assertThat(expiry(daemon)).isEqualTo(Instant.parse("2030-01-01T00:00:00Z")),
                        daemon -> assertThat(expiry(daemon)).isEqualTo(Instant.parse("0001-01-01T00:00:00Z")));
    }

    private static Instant expiry(TestDaemon daemon) throws IOException {
        return daemon.api().get(SNAPSHOTS + "/s", InstanceSnapshot.class).expiresAt();
    }

    private static void prepareChanged(TestDaemon daemon) throws IOException {
        TestInstances.prepare(daemon);
        daemon.api().send("PATCH", "/1.0/instances/c1", Map.of("config", Map.of("user.note", "later")));
    }

    private static void requireRestored(TestDaemon daemon) throws IOException {
        requireContent(daemon, "c1", "then", Map.of("s", "then"));
        assertThat(instance(daemon, "c1").config()).doesNotContainKey("user.note");
    }

    private static void requireNotRestored(TestDaemon daemon) throws IOException {
        requireUntouched(daemon);
        assertThat(instance(daemon, "c1").config()).containsEntry("user.note", "later");
    }

    @TestFactory
    List<DynamicTest> restoring() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        SnapshotEffectsTest::prepareChanged,
                        daemon -> daemon.done("PUT", "/1.0/instances/c1", Map.of("restore", "s")),
                        SnapshotEffectsTest::requireRestored,
                        SnapshotEffectsTest::requireNotRestored);
    }

    @TestFactory
    List<DynamicTest> restoringARunningInstance() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        daemon -> {
                            prepareChanged(daemon);
                            daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));
                        },
                        daemon -> daemon.done("PUT", "/1.0/instances/c1", Map.of("restore", "s")),
                        SnapshotEffectsTest::requireRestored,
                        SnapshotEffectsTest::requireNotRestored);
    }
}
