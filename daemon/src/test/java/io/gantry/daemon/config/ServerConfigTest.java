package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.failure.DaemonException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
final class ServerConfigTest {
    private static final String PASSWORD = "core.trust_password";
    private static final String ADDRESS = "core.https_address";

    @TempDir
    Path folder;

    private final List<String> listened = new ArrayList<>();
    private Database database;
    private ServerConfig config;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("gantry.db"));
        config = new ServerConfig(database, address -> {
            if (address.startsWith("busy")) {
                throw DaemonException.invalid("the port is in use");
            }
            listened.add(address);
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void thePasswordIsKeptAsAHashAndShownOnlyAsSet() {
        config.merge(Map.of(PASSWORD, "something-secure"));

        assertThat(config.shown()).isEqualTo(Map.of(PASSWORD, true));
        assertThat(config.find(ServerKeys.TRUST_PASSWORD).orElseThrow()).doesNotContain("something");
        assertThat(config.isTrustPassword("something-secure")).isTrue();
        assertThat(config.isTrustPassword("something-else")).isFalse();
        assertThat(config.isTrustPassword("")).isFalse();
    }

    @Test
    void whatIsShownCanBeWrittenBack() {
        config.merge(Map.of(PASSWORD, "secret", "user.a", "b"));
        config.replace(config.shown());

        assertThat(config.isTrustPassword("secret")).isTrue();
        assertThat(config.find(ServerKeys.USER.of("a"))).contains("b");
    }

    @Test
    void withoutAPasswordNoneIsRight() {
        assertThat(config.isTrustPassword("")).isFalse();
        config.merge(Map.of(PASSWORD, "secret"));
        config.merge(Map.of(PASSWORD, ""));
        assertThat(config.shown()).isEmpty();
        assertThat(config.isTrustPassword("secret")).isFalse();
    }

    @Test
    void mergingKeepsAndReplacingDrops() {
        config.merge(Map.of("user.a", "1", "user.b", "2"));
        config.merge(Map.of("user.b", "3"));
        assertThat(config.shown()).isEqualTo(Map.of("user.a", "1", "user.b", "3"));
        config.replace(Map.of("user.b", "4"));
        assertThat(config.shown()).isEqualTo(Map.of("user.b", "4"));
    }

    @Test
    void theListenerFollowsTheAddress() {
        config.merge(Map.of(ADDRESS, "[::]:8443"));
        config.merge(Map.of("user.a", "1"));
        config.merge(Map.of(ADDRESS, ""));
        assertThat(listened).containsExactly("[::]:8443", "");
    }

    @Test
    void anAddressThatCannotBeHadChangesNothing() {
        config.merge(Map.of(ADDRESS, "[::]:8443"));
        assertThatThrownBy(() -> config.merge(Map.of(ADDRESS, "busy:1", "user.a", "1")))
                .isInstanceOf(DaemonException.class);
        assertThat(config.shown()).isEqualTo(Map.of(ADDRESS, "[::]:8443"));
        assertThat(listened).containsExactly("[::]:8443");
    }

    @Test
    void unknownKeysAndBadValuesAreRefusedByName() {
        for (var bad : Map.of(
                        "core.nope", "1",
                        "images.auto_update_cached", "perhaps",
                        "images.remote_cache_expiry", "soon",
                        "images.compression_algorithm", "rar")
                .entrySet()) {
            assertThatThrownBy(() -> config.merge(Map.of(bad.getKey(), bad.getValue(), "user.a", "1")))
                    .as(bad.getKey())
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining(bad.getKey());
        }
        assertThat(config.shown()).isEmpty();
    }
}
