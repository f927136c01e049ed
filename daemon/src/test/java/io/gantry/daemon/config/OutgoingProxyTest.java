package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.failure.DaemonException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
final class OutgoingProxyTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Database database;
    private ServerConfig config;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("gantry.db"));
        config = new ServerConfig(database, _ -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String wayTo(String url) {
        var proxies = new OutgoingProxy(config, name -> Optional.ofNullable(environment.get(name)));
        Proxy proxy = proxies.select(URI.create(url)).getFirst();
        return proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "direct";
    }

    @Test
    void isAsTheServerIsConfigured() {
        config.merge(Map.of(
                "core.proxy_http", "http://one:8080",
                "core.proxy_https", "two",
                "core.proxy_ignore_hosts", "near, .inside.example"));

        assertThat(wayTo("http://images.example/")).isEqualTo("one:8080");
        assertThat(wayTo("https://images.example/")).isEqualTo("two:3128");
        assertThat(wayTo("https://near/")).isEqualTo("direct");
        assertThat(wayTo("https://a.inside.example/")).isEqualTo("direct");
        assertThat(wayTo("https://outinside.example/")).isEqualTo("two:3128");
        assertThat(wayTo("socket://images.example:8443")).isEqualTo("direct");
    }

    @Test
    void isAsTheEnvironmentSaysWhereNothingIsConfigured() {
        assertThat(wayTo("https://images.example/")).isEqualTo("direct");
        environment.put("https_proxy", "http://three:1");
        environment.put("HTTP_PROXY", "http://four:2");
        environment.put("NO_PROXY", "near");
        assertThat(wayTo("https://images.example/")).isEqualTo("three:1");
        assertThat(wayTo("http://images.example/")).isEqualTo("four:2");
        assertThat(wayTo("http://near/")).isEqualTo("direct");
        config.merge(Map.of("core.proxy_http", "http://one:8080"));
        assertThat(wayTo("http://images.example/")).isEqualTo("one:8080");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWhenItIsSet() {
        assertThatThrownBy(() -> config.merge(Map.of("core.proxy_http", "http://a b")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("core.proxy_http");
    }
}
