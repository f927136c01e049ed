package io.gantry.daemon.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way to servers of images: what the server's configuration says of proxies, or the environment's {@code http_proxy}, {@code https_proxy} and {@code no_proxy} where a key is not set. Asked anew
 * for each connection, so that a change needs no restart. Safe for use by many threads.
 */
public final class OutgoingProxy extends ProxySelector {
    private static final List<Proxy> DIRECTLY = List.of(Proxy.NO_PROXY);
    private static final int DEFAULT_PORT = 3128;

    private final ServerConfig config;
    private final Function<String, Optional<String>> environment;

    /** @param environment the value of a variable of the environment */
    public OutgoingProxy(ServerConfig config, Function<String, Optional<String>> environment) {
        this.config = config;
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI target) {
        String scheme = target.getScheme();
        String host = target.getHost();
        // Connections to other daemons come here too, as "socket": those are direct.
        if (host == null || !("http".equals(scheme) || "https".equals(scheme)) || isIgnored(host)) {
            return DIRECTLY;
        }
        return setting(scheme.equals("http") ? ServerKeys.PROXY_HTTP : ServerKeys.PROXY_HTTPS, scheme + "_proxy")
                .map(OutgoingProxy::through)
                .orElse(DIRECTLY);
    }

    private static List<Proxy> through(URI proxy) {
        int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    /** Whether the host, or a domain that it is in, is in the list; {@code *} stands for all. */
    private boolean isIgnored(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String each : setting(ServerKeys.PROXY_IGNORE_HOSTS, "no_proxy").orElse(List.of())) {
            String entry = each.toLowerCase(Locale.ROOT);
            String domain = entry.startsWith(".") ? entry.substring(1) : entry;
            if (entry.equals("*") || (!domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain)))) {
                return true;
            }
        }
        return false;
    }

    private <T> Optional<T> setting(ConfigKey<T> key, String variable) {
        return config.find(key)
                .or(() -> environment
                        .apply(variable)
                        .or(() -> environment.apply(variable.toUpperCase(Locale.ROOT)))
                        .filter(text -> !text.isEmpty())
                        .map(key::parse));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException reason) {
        // Whoever connects is told by the exception.
    }
}
