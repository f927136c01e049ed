package io.gantry.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Instance;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole daemon says to keys and values, by its API. */
@SuppressWarnings("NullAway.Init") // started before each test
class ConfiguredKeysTest {
    @TempDir
    Path folder;

    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new TestHost(folder.resolve("lxd")).start();
        daemon.api().send("POST", "/1.0/storage-pools", Map.of("name", "p", "driver", "dir"));
        daemon.api()
                .send(
                        "PATCH",
                        "/1.0/profiles/default",
                        Map.of("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "p"))));
        daemon.done("POST", "/1.0/instances", Map.of("name", "c1", "source", Map.of("type", "none")));
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    private ThrowingCallable setting(String key, String value) {
        return () -> daemon.api().send("PATCH", "/1.0/instances/c1", Map.of("config", Map.of(key, value)));
    }

    private Map<String, String> config() throws Exception {
        return daemon.api().get("/1.0/instances/c1", Instance.class).config();
    }

    @Test
    void aKeyOfAnInstanceIsRefusedWithTheOneThatWasMeant() throws Exception {
        Map<String, String> before = config();
        assertThatThrownBy(setting("limits.memroy", "1GiB"))
                .hasMessageContaining("Unknown configuration key: limits.memroy; did you mean limits.memory?");
        assertThatThrownBy(setting("limits.memory", "lots"))
                .hasMessageContaining("Invalid value for limits.memory: \"lots\" is not a size such as 512MiB");
        assertThatThrownBy(setting("environment.A", "one\ntwo")).hasMessageContaining("line break");
        assertThat(config()).isEqualTo(before);
    }

    @Test
    void whatTheDaemonNotesTakesNoNonsense() throws Exception {
        assertThatThrownBy(setting("volatile.eth0.hwaddr", "mine")).hasMessageContaining("a MAC address");
        assertThatThrownBy(setting("volatile.base_image", "mine")).hasMessageContaining("fingerprint");
        assertThatThrownBy(setting("volatile.nonsense", "1")).hasMessageContaining("volatile.nonsense");
        assertThatThrownBy(setting("volatile.last_state.power", "RUNNING")).hasMessageContaining("cannot be set");
    }

    @Test
    void aDeviceThatHidesAnotherTakesNoKeys() throws Exception {
        daemon.api().send("PATCH", "/1.0/instances/c1", Map.of("devices", Map.of("n1", Map.of("type", "none"))));
        var devices = Map.of("n1", Map.of("type", "none", "nosuchkey", "1"));
        assertThatThrownBy(() -> daemon.api().send("PATCH", "/1.0/instances/c1", Map.of("devices", devices)))
                .hasMessageContaining("n1")
                .hasMessageContaining("nosuchkey");
    }

    @Test
    void serverProfilesNetworksAndPoolsAnswerAlike() {
        assertThatThrownBy(() ->
                        daemon.api().send("PATCH", "/1.0", Map.of("config", Map.of("core.https_adress", "[::]:8443"))))
                .hasMessageContaining("did you mean core.https_address?");
        assertThatThrownBy(() -> daemon.api()
                        .send("PATCH", "/1.0/profiles/default", Map.of("config", Map.of("volatile.uuid", "1"))))
                .hasMessageContaining("volatile.uuid");
        assertThatThrownBy(() -> daemon.api()
                        .send("PATCH", "/1.0/storage-pools/p", Map.of("config", Map.of("rsync.bwlimt", "1MB"))))
                .hasMessageContaining("did you mean rsync.bwlimit?");
        assertThatThrownBy(() -> daemon.api()
                        .send("PATCH", "/1.0/storage-pools/p", Map.of("config", Map.of("source", "/elsewhere"))))
                .hasMessageContaining("cannot be changed any more");
        assertThatThrownBy(() -> daemon.api()
                        .send(
                                "POST",
                                "/1.0/networks",
                                Map.of("name", "n", "config", Map.of("ipv4.address", "10.0.0.1"))))
                .hasMessageContaining("10.0.3.1/24");
    }

    @Test
    void aWholeConfigurationCanBeSentBackAsItWasRead() throws Exception {
        daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));
        Instance read = daemon.api().get("/1.0/instances/c1", Instance.class);
        var config = new HashMap<>(read.config());
        config.put("user.note", "two\nlines");
        daemon.done(
                "PUT",
                "/1.0/instances/c1",
                Map.of("config", config, "devices", read.devices(), "profiles", List.of("default")));
        assertThat(config()).containsAllEntriesOf(config);
    }

    @Test
    void allKeysAreToldToPrograms() throws Exception {
        assertThat(daemon.api().info().apiExtensions()).contains("metadata_configuration");
        Map<?, ?> told = daemon.api().get("/1.0/metadata/configuration", Map.class);
        assertThat((Map<?, ?>) told.get("configs"))
                .extracting(Map::keySet)
                .asString()
                .contains("instance", "device-disk", "device-nic-bridged", "network-bridge", "server", "storage-btrfs");
    }
}
