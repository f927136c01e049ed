package io.gantry.daemon.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.store.SqlInstanceStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // opened before each test
class ActivateIfNeededTest {
    @TempDir
    Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("gantry.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private boolean isNeeded() throws IOException {
        return ActivateIfNeeded.isNeeded(folder.resolve("gantry.db"));
    }

    private void instance(Map<String, String> config, String... profiles) {
        var settings = InstanceSettings.ofProfiles("x86_64", List.of(profiles)).withConfig(config);
        var key = new InstanceKey("default", "c1");
        database.change(connection -> new SqlInstanceStore()
                .insert(connection, new InstanceRecord(key, "p1", settings, Instant.EPOCH, Instant.EPOCH)));
    }

    private void profile(String name, String config) {
        database.change(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO profiles (description, config, devices, project, name) VALUES ('', ?, '{}', ?, ?)")) {
                insert.setString(1, config);
                insert.setString(2, "default");
                insert.setString(3, name);
                insert.executeUpdate();
            }
        });
    }

    @Test
    void nobodyIsWokenForNothing() throws IOException {
        assertThat(isNeeded()).isFalse();
        instance(Map.of("volatile.last_state.power", "STOPPED"));
        assertThat(isNeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "1", "Yes", "on"})
    void anInstanceIsStartedInAllWordsForIt(String word) throws IOException {
        instance(Map.of("boot.autostart", word));
        assertThat(isNeeded()).isTrue();
    }

    @Test
    void whatRanIsStartedAgainUnlessItIsNotTo() throws IOException {
        instance(Map.of("volatile.last_state.power", "RUNNING"), "quiet");
        assertThat(isNeeded()).isTrue();
        profile("quiet", "{\"boot.autostart\": \"No\"}");
        assertThat(isNeeded()).isFalse();
    }

    @Test
    void aProfileStartsItsInstances() throws IOException {
        profile("eager", "{\"boot.autostart\": \"true\"}");
        instance(Map.of(), "eager");
        assertThat(isNeeded()).isTrue();
    }

    @Test
    void anAddressOnTheNetworkIsServed() throws IOException {
        database.change(connection -> {
            try (var insert = connection.prepareStatement("INSERT INTO server_config (key, value) VALUES (?, ?)")) {
                insert.setString(1, "core.https_address");
                insert.setString(2, ":8443");
                insert.executeUpdate();
            }
        });
        assertThat(isNeeded()).isTrue();
    }
}
