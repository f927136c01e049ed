package io.gantry.daemon.lifecycle;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static io.gantry.daemon.lifecycle.TestInstances.requirePool;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.EveryEffect;
import io.gantry.daemon.TestDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Acts at instances, with a failure of each effect and a crash after each. */
class InstanceEffectsTest {
    private static final Map<String, String> SNAPSHOTS = Map.of("s", "then");

    @TempDir
    Path folder;

    private static void requireUntouched(TestDaemon daemon) throws IOException {
        requireInstances(daemon, "c1");
        requireContent(daemon, "c1", "now", SNAPSHOTS);
        requirePool(daemon, "c1", "p");
    }

    @TestFactory
    List<DynamicTest> renaming() throws Exception {
        return new EveryEffect(folder)
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done("POST", "/1.0/instances/c1", Map.of("name", "c2")),
                        daemon -> {
                            requireInstances(daemon, "c2");
                            requireContent(daemon, "c2", "now", SNAPSHOTS);
                            assertThat(instance(daemon, "c2").config())
                                    .containsEntry("volatile.apply_template", "rename");
                        },
                        InstanceEffectsTest::requireUntouched);
    }

    private static void prepareLogs(TestDaemon daemon) throws IOException {
        TestInstances.prepare(daemon);
        Path logs = Files.createDirectories(daemon.directory().resolve("logs/c1"));
        Files.writeString(logs.resolve("lxc.log"), "started");
    }

    @TestFactory
    List<DynamicTest> renamingTakesTheLogsAlong() throws Exception {
        return new EveryEffect(folder)
                .of(
                        InstanceEffectsTest::prepareLogs,
                        daemon -> daemon.done("POST", "/1.0/instances/c1", Map.of("name", "c2")),
                        daemon -> {
                            requireInstances(daemon, "c2");
                            assertThat(daemon.directory().resolve("logs/c2/lxc.log"))
                                    .hasContent("started");
                            assertThat(daemon.directory().resolve("logs/c1")).doesNotExist();
                        },
                        daemon -> {
                            requireUntouched(daemon);
                            assertThat(daemon.directory().resolve("logs/c1/lxc.log"))
                                    .hasContent("started");
                        });
    }

    @TestFactory
    List<DynamicTest> deleting() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        InstanceEffectsTest::prepareLogs,
                        daemon -> daemon.done("DELETE", "/1.0/instances/c1", null),
                        daemon -> {
                            requireInstances(daemon);
                            assertThat(daemon.directory().resolve("logs/c1")).doesNotExist();
                        },
                        InstanceEffectsTest::requireUntouched);
    }

    @TestFactory
    List<DynamicTest> movingToAnotherPool() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done(
                                "POST", "/1.0/instances/c1", Map.of("name", "c1", "migration", true, "pool", "q")),
                        daemon -> {
                            requirePool(daemon, "c1", "q");
                            requireContent(daemon, "c1", "now", SNAPSHOTS);
                            assertThat(instance(daemon, "c1").devices().get("root"))
                                    .containsEntry("pool", "q");
                        },
                        daemon -> {
                            requireUntouched(daemon);
                            assertThat(instance(daemon, "c1").devices()).isEmpty();
                        });
    }

    @TestFactory
    List<DynamicTest> replacingTheConfiguration() throws Exception {
        return new EveryEffect(folder)
                .of(
                        TestInstances::prepare,
                        daemon -> daemon.done(
                                "PUT",
                                "/1.0/instances/c1",
                                Map.of(
                                        "config",
                                        Map.of("user.note", "new", "cloud-init.user-data", "#!/bin/sh"),
                                        "profiles",
                                        List.of("default"),
                                        "description",
                                        "changed")),
                        daemon -> {
                            assertThat(instance(daemon, "c1").description()).isEqualTo("changed");
                            assertThat(instance(daemon, "c1").config()).containsEntry("user.note", "new");
                        },
                        daemon -> {
                            requireUntouched(daemon);
                            assertThat(instance(daemon, "c1").description()).isEmpty();
                            assertThat(instance(daemon, "c1").config()).doesNotContainKey("user.note");
                        });
    }

    private static void prepareRunning(TestDaemon daemon) throws IOException {
        TestInstances.prepare(daemon);
        daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));
    }

    @TestFactory
    List<DynamicTest> changingARunningInstance() throws Exception {
        return new EveryEffect(folder)
                .of(
                        InstanceEffectsTest::prepareRunning,
                        daemon -> daemon.api()
                                .send("PATCH", "/1.0/instances/c1", Map.of("config", Map.of("limits.memory", "64MiB"))),
                        daemon -> assertThat(instance(daemon, "c1").config()).containsEntry("limits.memory", "64MiB"),
                        daemon -> assertThat(instance(daemon, "c1").config()).doesNotContainKey("limits.memory"));
    }

    @TestFactory
    List<DynamicTest> stoppingAnEphemeralInstanceRemovesIt() throws Exception {
        return new EveryEffect(folder)
                .endedByTheNextStart()
                .of(
                        daemon -> {
                            prepareRunning(daemon);
                            daemon.api().send("PATCH", "/1.0/instances/c1", Map.of("ephemeral", true));
                        },
                        daemon ->
                                daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "stop", "force", true)),
                        daemon -> requireInstances(daemon),
                        daemon -> {
                            requireInstances(daemon, "c1");
                            requireContent(daemon, "c1", "now", SNAPSHOTS);
                        });
    }
}
