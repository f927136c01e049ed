package io.gantry.daemon.lifecycle.routes;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.client.server.ApiException;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients read of snapshots, and what becomes of what they write. */
class SnapshotRoutesTest {
    private static final String C1 = "/1.0/instances/c1";
    private static final String ALL = C1 + "/snapshots";
    private static final String S = ALL + "/s";
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

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

    private InstanceSnapshot snapshot(String name) throws IOException {
        return daemon.api().get(ALL + "/" + name, InstanceSnapshot.class);
    }

    private String version() throws IOException {
        return Objects.requireNonNull(daemon.api().versioned(S).version());
    }

    @Test
    void aSnapshotIsShownAsItsInstanceWas() throws IOException {
        daemon.api().send("PATCH", "/1.0/profiles/default", Map.of("config", Map.of("user.a", "profile")));
        daemon.api()
                .send(
                        "PATCH",
                        C1,
                        Map.of(
                                "config",
                                Map.of("user.b", "own"),
                                "devices",
                                Map.of("d", Map.of("type", "none")),
                                "ephemeral",
                                true,
                                "description",
                                "the instance's own"));
        Instance then = instance(daemon, "c1");
        Instant now = daemon.host().clock().instant();
        daemon.done("POST", ALL, Map.of("name", "t"));
        daemon.api()
                .send("PATCH", C1, Map.of("config", Map.of("user.b", ""), "ephemeral", false, "architecture", "i686"));

        InstanceSnapshot shown = snapshot("t");
        assertThat(shown.name()).isEqualTo("t");
        assertThat(shown.architecture()).isEqualTo(then.architecture());
        assertThat(shown.config()).isEqualTo(then.config());
        assertThat(shown.devices()).isEqualTo(then.devices());
        assertThat(shown.expandedConfig()).isEqualTo(then.expandedConfig());
        assertThat(shown.expandedDevices()).isEqualTo(then.expandedDevices());
        assertThat(shown.profiles()).containsExactly("default");
        assertThat(shown.ephemeral()).isTrue();
        assertThat(shown.stateful()).isFalse();
        assertThat(shown.createdAt()).isEqualTo(now);
        assertThat(shown.expiresAt()).isEqualTo(NEVER);
        assertThat(shown.lastUsedAt()).isEqualTo(Instant.EPOCH);
        assertThat(shown.size()).isEqualTo(-1);
    }

    @Test
    void aSnapshotOutlivesItsProfile() throws IOException {
        daemon.api().send("POST", "/1.0/profiles", Map.of("name", "web", "config", Map.of("user.web", "1")));
        daemon.api().send("PATCH", C1, Map.of("profiles", List.of("default", "web")));
        daemon.done("POST", ALL, Map.of("name", "t"));
        assertThat(snapshot("t").expandedConfig()).containsEntry("user.web", "1");
        daemon.api().send("PATCH", C1, Map.of("profiles", List.of("default")));

        daemon.api().send("DELETE", "/1.0/profiles/web", null);

        InstanceSnapshot shown = snapshot("t");
        assertThat(shown.profiles()).containsExactly("default", "web");
        assertThat(shown.expandedConfig()).isEqualTo(shown.config());
        assertThat(shown.expandedDevices()).isEqualTo(shown.devices());
    }

    @Test
    void listsAreOfNamesOrOfSnapshots() throws IOException {
        daemon.done("POST", ALL, Map.of("name", "a"));

        assertThat(daemon.api().list(ALL, String.class)).containsExactly(S, ALL + "/a");
        assertThat(daemon.api().list("/1.0/containers/c1/snapshots", String.class))
                .containsExactly("/1.0/containers/c1/snapshots/s", "/1.0/containers/c1/snapshots/a");
        assertThat(daemon.api().list(ALL + "?recursion=1", InstanceSnapshot.class))
                .containsExactly(snapshot("s"), snapshot("a"));
    }

    @Test
    void theTimeOfItsEndCanBeGivenAndTaken() throws IOException {
        daemon.done("POST", ALL, Map.of("name", "t", "expires_at", LATER));
        assertThat(snapshot("t").expiresAt()).isEqualTo(LATER);
        daemon.done("POST", ALL, Map.of("name", "u", "expires_at", NEVER));
        assertThat(snapshot("u").expiresAt()).isEqualTo(NEVER);

        daemon.done("PATCH", ALL + "/t", Map.of());
        assertThat(snapshot("t").expiresAt()).isEqualTo(LATER);
        daemon.done("PUT", ALL + "/t", Map.of("expires_at", NEVER));
        assertThat(snapshot("t").expiresAt()).isEqualTo(NEVER);
        daemon.done("PATCH", ALL + "/t", Map.of("expires_at", LATER));
        assertThat(snapshot("t").expiresAt()).isEqualTo(LATER);
    }

    /** What was said for one snapshot goes before what the instance says for all. */
    @Test
    void aSnapshotThatIsToStayStays() throws IOException {
        daemon.api().send("PATCH", C1, Map.of("config", Map.of("snapshots.expiry", "1d")));

        daemon.done("POST", ALL, Map.of("name", "t", "expires_at", NEVER));
        daemon.done("POST", ALL, Map.of("name", "u", "expires_at", LATER));

        assertThat(snapshot("t").expiresAt()).isEqualTo(NEVER);
        assertThat(snapshot("u").expiresAt()).isEqualTo(LATER);
    }

    @Test
    void namesFollowTheInstancesPattern() throws IOException {
        daemon.api().send("PATCH", "/1.0/profiles/default", Map.of("config", Map.of("snapshots.pattern", "day%d-x")));
        daemon.done("POST", ALL, Map.of());
        daemon.done("POST", ALL, Map.of());
        daemon.api()
                .send(
                        "PATCH",
                        C1,
                        Map.of("config", Map.of("snapshots.pattern", "at-{{ creation_date|date:'20060102' }}")));
        daemon.done("POST", ALL, Map.of());

        assertThat(daemon.api().list(ALL, String.class))
                .containsExactly(S, ALL + "/day0-x", ALL + "/day1-x", ALL + "/at-20260102");
    }

    @Test
    void whatHasChangedSinceItWasReadIsNotOverwritten() throws IOException {
        String old = version();
        daemon.done("PUT", S, Map.of("expires_at", LATER));

        for (String method : List.of("PUT", "PATCH")) {
            assertThatThrownBy(() -> daemon.api().send(method, S, Map.of("expires_at", NEVER), old))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(412));
        }
        assertThat(snapshot("s").expiresAt()).isEqualTo(LATER);
        assertThat(version()).isNotEqualTo(old);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String method : List.of("GET", "DELETE")) {
            assertThatThrownBy(() -> daemon.api().send(method, ALL + "/none", null))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(404))
                    .hasMessage("Snapshot not found: c1/none");
        }
        for (String method : List.of("PUT", "PATCH")) {
            assertThatThrownBy(() -> daemon.api().send(method, ALL + "/none", Map.of("expires_at", LATER)))
                    .hasMessage("Snapshot not found: c1/none");
        }
    }

    @Test
    void anotherNameChangesNothingElse() throws IOException {
        daemon.done("PUT", S, Map.of("expires_at", LATER));
        InstanceSnapshot before = snapshot("s");

        daemon.done("POST", S, Map.of("name", "t"));

        InstanceSnapshot after = snapshot("t");
        assertThat(after.expiresAt()).isEqualTo(LATER);
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.config()).isEqualTo(before.config());
    }
}
