package io.gantry.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Instance;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main routes of a whole daemon, over its unix socket and without root. */
class DaemonTest {
    private static final Map<String, Object> NONE = Map.of("type", "none");

    @TempDir
    Path folder;

    private TestHost host() {
        return new TestHost(folder.resolve("lxd"));
    }

    private static void addPool(TestDaemon daemon) throws Exception {
        daemon.api().send("POST", "/1.0/storage-pools", Map.of("name", "p", "driver", "dir"));
        daemon.api()
                .send(
                        "PATCH",
                        "/1.0/profiles/default",
                        Map.of("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "p"))));
    }

    @Test
    void anInstanceIsMadeStartedStoppedAndDeleted() throws Exception {
        try (TestDaemon daemon = host().start()) {
            addPool(daemon);
            daemon.done("POST", "/1.0/instances", Map.of("name", "c1", "source", NONE));

            daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));
            assertThat(daemon.api().get("/1.0/instances/c1", Instance.class).status())
                    .isEqualTo("Running");
            assertThatThrownBy(() -> daemon.done("DELETE", "/1.0/instances/c1", null))
                    .hasMessageContaining("Instance is running");

            daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "stop", "force", true));
            daemon.done("DELETE", "/1.0/instances/c1", null);
            assertThat(daemon.api().list("/1.0/instances", String.class)).isEmpty();
            daemon.requireWhole();
        }
    }

    @Test
    void whatRunsGoesOnRunningWhenTheDaemonStartsAgain() throws Exception {
        TestHost host = host();
        try (TestDaemon daemon = host.start()) {
            addPool(daemon);
            daemon.done("POST", "/1.0/instances", Map.of("name", "c1", "source", NONE));
            daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));
        }

        try (TestDaemon next = host.start()) {
            assertThat(next.api().get("/1.0/instances/c1", Instance.class).status())
                    .isEqualTo("Running");
        }
    }

    @Test
    void aNetworkThatOnlyAProfileHasIsInUse() throws Exception {
        try (TestDaemon daemon = host().start()) {
            daemon.api()
                    .send(
                            "POST",
                            "/1.0/networks",
                            Map.of("name", "n", "config", Map.of("ipv4.address", "none", "ipv6.address", "none")));
            daemon.api()
                    .send(
                            "PATCH",
                            "/1.0/profiles/default",
                            Map.of("devices", Map.of("eth0", Map.of("type", "nic", "network", "n"))));

            assertThatThrownBy(() -> daemon.api().send("DELETE", "/1.0/networks/n", null))
                    .hasMessageContaining("in use")
                    .hasMessageContaining("/1.0/profiles/default");

            assertThat(daemon.api().list("/1.0/networks", String.class)).contains("/1.0/networks/n");
        }
    }

    @Test
    void snapshotsComeAndGo() throws Exception {
        try (TestDaemon daemon = host().start()) {
            addPool(daemon);
            daemon.done("POST", "/1.0/instances", Map.of("name", "c1", "source", NONE));

            daemon.done("POST", "/1.0/instances/c1/snapshots", Map.of("name", "s"));
            assertThat(daemon.api().list("/1.0/instances/c1/snapshots", String.class))
                    .isEqualTo(List.of("/1.0/instances/c1/snapshots/s"));
            daemon.requireWhole();

            daemon.done("DELETE", "/1.0/instances/c1/snapshots/s", null);
            assertThat(daemon.api().list("/1.0/instances/c1/snapshots", String.class))
                    .isEmpty();
            daemon.requireWhole();
        }
    }

    @Test
    void theServerSaysWhatItIs() throws Exception {
        try (TestDaemon daemon = host().start()) {
            assertThat(daemon.api().info().apiVersion()).isEqualTo("1.0");
            assertThat(daemon.api().info().apiExtensions()).contains("storage");
        }
    }
}
