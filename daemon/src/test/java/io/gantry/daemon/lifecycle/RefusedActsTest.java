package io.gantry.daemon.lifecycle;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.make;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstanceSnapshot;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What acts at instances and snapshots refuse, and what they say; nothing has changed then. */
class RefusedActsTest {
    private static final String C1 = "/1.0/instances/c1";

    @TempDir
    Path folder;

    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new TestHost(folder.resolve("lxd")).start();
        TestInstances.prepare(daemon);
    }

    @AfterEach
    void end() throws IOException {
        try {
            daemon.requireSettled();
        } finally {
            daemon.close();
        }
    }

    private void refused(String method, String path, @Nullable Object body, String message) throws IOException {
        assertThatThrownBy(() -> daemon.done(method, path, body)).hasMessageContaining(message);
        requireContent(daemon, "c1", "now", Map.of("s", "then"));
    }

    private void change(String action) throws IOException {
        daemon.done("PUT", C1 + "/state", Map.of("action", action, "force", action.equals("stop")));
    }

    @Test
    void renaming() throws IOException {
        make(daemon, "c2");
        refused("POST", C1, Map.of("name", "c2"), "Name \"c2\" already in use");
        refused("POST", C1, Map.of("name", "c1"), "the new name of instance c1 is missing");
        refused("POST", C1, Map.of("name", ""), "the new name of instance c1 is missing");
        refused("POST", C1, Map.of("name", "c_"), "Invalid instance name \"c_\"");
        refused("POST", "/1.0/instances/nobody", Map.of("name", "c3"), "Instance not found: nobody");
        refused("POST", C1, Map.of("name", "c3", "project", "other"), "Project not found: other");
        change("start");
        refused("POST", C1, Map.of("name", "c3"), "Renaming of running instance not allowed: stop c1 first");
        requireInstances(daemon, "c1", "c2");
    }

    @Test
    void moving() throws IOException {
        Map<String, Object> toQ = Map.of("name", "c1", "migration", true, "pool", "q");
        refused("POST", C1, Map.of("name", "c1", "migration", true, "pool", "p"), "c1 is in storage pool p already");
        refused("POST", C1, Map.of("name", "c1", "migration", true, "pool", "none"), "none");
        change("start");
        refused("POST", C1, toQ, "Instance is running: stop c1 to move it to another storage pool");
        change("stop");
        daemon.done("POST", C1, toQ);
    }

    @Test
    void deleting() throws IOException {
        refused("DELETE", "/1.0/instances/nobody", null, "Instance not found: nobody");
        change("start");
        refused("DELETE", C1, null, "Instance is running: stop c1 first");
        change("stop");
        daemon.api().send("PATCH", C1, Map.of("config", Map.of("security.protection.delete", "true")));
        refused("DELETE", C1, null, "Instance is protected: unset security.protection.delete of c1");
        daemon.api().send("PATCH", C1, Map.of("config", Map.of("security.protection.delete", "")));
        daemon.done("DELETE", C1, null);
        requireInstances(daemon);
    }

    @Test
    void changing() throws IOException {
        refused("PUT", C1, Map.of("config", Map.of("no.such", "1")), "no.such");
        refused("PUT", C1, Map.of("devices", Map.of("d", Map.of("type", "teapot"))), "teapot");
        refused("PUT", C1, Map.of("profiles", List.of("gone")), "Profile not found: gone");
        refused(
                "PUT",
                C1,
                Map.of("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "q"))),
                "its pool cannot be changed to q; move the instance instead");
        assertThatThrownBy(() -> daemon.api()
                        .send("PATCH", C1, Map.of("config", Map.of("volatile.last_state.power", "RUNNING"))))
                .hasMessageContaining("volatile.last_state.power says what is so on this host");
        assertThatThrownBy(() -> daemon.api().send("PATCH", C1, Map.of("config", "text")))
                .hasMessageContaining("\"config\" must be an object of keys and values");
        assertThat(instance(daemon, "c1").profiles()).containsExactly("default");
    }

    @Test
    void starting() throws IOException {
        refused("PUT", C1 + "/state", Map.of("action", "stop"), "The instance is already stopped: c1");
        refused("PUT", C1 + "/state", Map.of("action", "restart"), "The instance isn't running: start c1 first");
        refused("PUT", C1 + "/state", Map.of("action", "freeze"), "The instance isn't running: start c1 first");
        refused("PUT", C1 + "/state", Map.of("action", "dance"), "Unknown action dance");
        refused("PUT", C1 + "/state", Map.of("action", "stop", "stateful", true), "leave out --stateful");
        change("start");
        refused("PUT", C1 + "/state", Map.of("action", "start"), "The instance is already running: c1");
        refused("PUT", C1 + "/state", Map.of("action", "unfreeze"), "The instance is already running: c1");
        change("freeze");
        refused("PUT", C1 + "/state", Map.of("action", "freeze"), "The instance is already frozen: c1");
        change("start");
        assertThat(instance(daemon, "c1").status()).isEqualTo("Running");
        daemon.done("PUT", C1 + "/state", Map.of("action", "restart"));
        assertThat(instance(daemon, "c1").status()).isEqualTo("Running");
        change("freeze");
        daemon.done("PUT", C1 + "/state", Map.of("action", "stop"));
        assertThat(instance(daemon, "c1").status()).isEqualTo("Stopped");
    }

    @Test
    void snapshots() throws IOException {
        refused("POST", C1 + "/snapshots", Map.of("name", "s"), "Snapshot \"c1/s\" already exists");
        refused("POST", C1 + "/snapshots", Map.of("name", "a/b"), "Invalid snapshot name \"a/b\"");
        refused("POST", C1 + "/snapshots", Map.of("name", "t", "stateful", true), "leave out --stateful");
        refused("POST", "/1.0/instances/nobody/snapshots", Map.of("name", "t"), "Instance not found: nobody");
        refused("DELETE", C1 + "/snapshots/none", null, "Snapshot not found: c1/none");
        refused("POST", C1 + "/snapshots/none", Map.of("name", "t"), "Snapshot not found: c1/none");
        refused("POST", C1 + "/snapshots/s", Map.of("name", " "), "Invalid snapshot name \" \"");
        refused("POST", C1 + "/snapshots/s", Map.of("name", "s"), "Name \"s\" already in use");
        refused("PUT", C1, Map.of("restore", "none"), "Snapshot not found: c1/none");
    }

    @Test
    void aSnapshotWithoutANameIsNumberedAndHasItsEnd() throws IOException {
        daemon.api().send("PATCH", C1, Map.of("config", Map.of("snapshots.expiry", "1d")));

        daemon.done("POST", C1 + "/snapshots", Map.of());

        InstanceSnapshot made = daemon.api().get(C1 + "/snapshots/snap0", InstanceSnapshot.class);
        assertThat(made.expiresAt()).isEqualTo(daemon.host().clock().instant().plus(Duration.ofDays(1)));
        daemon.done("POST", C1 + "/snapshots", Map.of());
        assertThat(daemon.api().list(C1 + "/snapshots", String.class)).contains(C1 + "/snapshots/snap1");
    }

    @Test
    void aSnapshotOfAChangedInstanceKeepsWhatTheInstanceWas() throws IOException {
        daemon.api().send("PATCH", C1, Map.of("config", Map.of("user.note", "then")));
        daemon.done("POST", C1 + "/snapshots", Map.of("name", "t"));
        daemon.api().send("PATCH", C1, Map.of("config", Map.of("user.note", "now")));

        assertThat(daemon.api().get(C1 + "/snapshots/t", InstanceSnapshot.class).config())
                .containsEntry("user.note", "then");
        daemon.done("PUT", C1, Map.of("restore", "c1/t"));
        assertThat(instance(daemon, "c1").config()).containsEntry("user.note", "then");
    }

    @Test
    void whatIsDeletedHalfCanBeDeletedAgainAndItsNameBeTaken() throws Exception {
        daemon.effects().failAt(2);
        assertThatThrownBy(() -> daemon.done("DELETE", C1, null)).hasMessageContaining("the test lets this fail");
        daemon.effects().count();
        daemon.effects().failAt(Integer.MAX_VALUE);

        daemon.done("DELETE", C1, null);
        daemon.host().clock().advance(Duration.ofMinutes(1));
        make(daemon, "c1");
        TestInstances.write(daemon, "c1", "another");
        daemon.close();
        daemon = daemon.host().start();

        requireInstances(daemon, "c1");
        requireContent(daemon, "c1", "another", Map.of());
    }

    /** The rest of a cut-off rename concerns nobody once the instance is gone. */
    @Test
    void aRenameThatCouldNotEndLeavesNothingOfAnInstanceThatIsDeletedSince() throws Exception {
        daemon.effects().count();
        daemon.done("POST", C1, Map.of("name", "c2"));
        int last = daemon.effects().happened().size() - 1;
        daemon.effects().failAt(last);
        assertThatThrownBy(() -> daemon.done("POST", "/1.0/instances/c2", Map.of("name", "c1")))
                .hasMessageContaining("the test lets this fail");

        daemon.done("DELETE", C1, null);
        daemon.close();
        daemon = daemon.host().start();

        requireInstances(daemon);
    }

    @Test
    void aSnapshotThatTookTheNameOfOneThatWasDeletedHalfStays() throws Exception {
        daemon.effects().failAt(2);
        assertThatThrownBy(() -> daemon.done("DELETE", C1 + "/snapshots/s", null))
                .hasMessageContaining("the test lets this fail");
        daemon.done("DELETE", C1 + "/snapshots/s", null);
        daemon.host().clock().advance(Duration.ofMinutes(1));
        daemon.done("POST", C1 + "/snapshots", Map.of("name", "s"));
        daemon.close();
        daemon = daemon.host().start();

        requireContent(daemon, "c1", "now", Map.of("s", "now"));
    }

    @Test
    void whatFollowsARefreshIsUnderstoodAsTheRefreshWas() throws IOException {
        make(daemon, "c2");
        Map<String, Object> source = Map.of("type", "copy", "source", "c1", "refresh", true);
        Map<String, Object> said = Map.of("security.from_the_future", "true", "user.note", "kept");
        daemon.done("POST", "/1.0/instances", Map.of("name", "c2", "source", source, "config", said));

        daemon.done("PUT", "/1.0/instances/c2", Map.of("config", said, "profiles", List.of("default")));

        assertThat(instance(daemon, "c2").config())
                .containsEntry("user.note", "kept")
                .doesNotContainKey("security.from_the_future");
        refused("PUT", "/1.0/instances/c2", Map.of("config", said), "security.from_the_future");
    }

    @Test
    void logsAreListedReadAndRemoved() throws IOException {
        Path logs = Files.createDirectories(daemon.directory().resolve("logs/c1"));
        Files.writeString(logs.resolve("lxc.log"), "started");
        Files.writeString(logs.resolve("exec_1.stdout"), "hello");

        assertThat(daemon.api().list(C1 + "/logs", String.class))
                .containsExactly(C1 + "/logs/exec_1.stdout", C1 + "/logs/lxc.log");
        assertThatThrownBy(() -> daemon.api().send("DELETE", C1 + "/logs/lxc.log", null))
                .hasMessageContaining("only what recorded programs wrote can be deleted, not lxc.log");
        daemon.api().send("DELETE", C1 + "/logs/exec_1.stdout", null);
        assertThat(logs.resolve("exec_1.stdout")).doesNotExist();
        assertThatThrownBy(() -> daemon.api().send("DELETE", C1 + "/logs/..%2fx", null))
                .hasMessageContaining("log file name ../x not valid");
    }
}
