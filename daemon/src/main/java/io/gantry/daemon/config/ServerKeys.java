package io.gantry.daemon.config;

import static io.gantry.daemon.config.Scope.SERVER;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys of the server. */
public final class ServerKeys {
    private static final KeySet.Builder KEYS = new KeySet.Builder("server", "the server");
    private static final Set<String> COMPRESSIONS = Set.of("none", "gzip", "bzip2", "xz", "lzma", "zstd", "squashfs");

    private static final KeySet.Group CORE = KEYS.group("core", SERVER);

    public static final ConfigKey<String> HTTPS_ADDRESS = CORE.key(
                    "core.https_address", ValueTypes.matching("an address such as [::]:8443, or :8443 for all", "\\S+"))
            .live()
            .otherwise("nowhere")
            .says("Where the API listens on the network.");
    public static final ConfigKey<Boolean> HTTPS_ALLOWED_CREDENTIALS = CORE.key(
                    "core.https_allowed_credentials", ValueTypes.SWITCH)
            .live()
            .byDefault(false)
            .since("https_allowed_credentials")
            .says("Whether pages of other origins may send credentials (Access-Control-Allow-Credentials).");
    public static final ConfigKey<String> HTTPS_ALLOWED_HEADERS = CORE.key(
                    "core.https_allowed_headers", ValueTypes.LINE)
            .live()
            .says("Which headers pages of other origins may send (Access-Control-Allow-Headers).");
    public static final ConfigKey<String> HTTPS_ALLOWED_METHODS = CORE.key(
                    "core.https_allowed_methods", ValueTypes.LINE)
            .live()
            .says("Which methods pages of other origins may use (Access-Control-Allow-Methods).");
    public static final ConfigKey<String> HTTPS_ALLOWED_ORIGIN = CORE.key("core.https_allowed_origin", ValueTypes.LINE)
            .live()
            .otherwise("none")
            .says("The origin whose pages may use the API (Access-Control-Allow-Origin).");
    public static final ConfigKey<URI> PROXY_HTTP = CORE.key("core.proxy_http", ValueTypes.PROXY)
            .live()
            .otherwise("http_proxy of the environment")
            .says("The proxy for http.");
    public static final ConfigKey<URI> PROXY_HTTPS = CORE.key("core.proxy_https", ValueTypes.PROXY)
            .live()
            .otherwise("https_proxy of the environment")
            .says("The proxy for https.");
    public static final ConfigKey<List<String>> PROXY_IGNORE_HOSTS = CORE.key(
                    "core.proxy_ignore_hosts", ValueTypes.LIST)
            .live()
            .otherwise("no_proxy of the environment")
            .says("Hosts, and domains of hosts, that are reached without a proxy; * stands for all.");
    public static final ConfigKey<String> TRUST_PASSWORD = CORE.key("core.trust_password", ValueTypes.TEXT)
            .live()
            .otherwise("none: no client is trusted for a password")
            .says("The password for which clients are trusted; only its hash is kept.");

    private static final KeySet.Group IMAGES = KEYS.group("images", SERVER);

    public static final ConfigKey<Boolean> AUTO_UPDATE_CACHED = IMAGES.key(
                    "images.auto_update_cached", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .says("Whether images that are fetched for an instance are brought up to date from then on.");
    public static final ConfigKey<Duration> AUTO_UPDATE_INTERVAL = IMAGES.key(
                    "images.auto_update_interval", ValueTypes.HOURS)
            .live()
            .byDefault(Duration.ofHours(6))
            .says("After how many hours images are brought up to date; 0 for never.");
    public static final ConfigKey<String> COMPRESSION_ALGORITHM = IMAGES.key(
                    "images.compression_algorithm",
                    ValueTypes.line(
                            "one of none, gzip, bzip2, xz, lzma, zstd and squashfs",
                            text -> COMPRESSIONS.contains(text.split(" ", 2)[0])))
            .live()
            .byDefault("gzip")
            .says("With what images of instances are compressed where nothing else is asked for.");
    public static final ConfigKey<Duration> REMOTE_CACHE_EXPIRY = IMAGES.key(
                    "images.remote_cache_expiry", ValueTypes.DAYS)
            .live()
            .byDefault(Duration.ofDays(10))
            .says("After how many days without use images go that were fetched for an instance.");

    private static final KeySet.Group OTHERS = KEYS.group("miscellaneous", SERVER);

    public static final KeyFamily<String> USER = OTHERS.key("user.*", ValueTypes.TEXT)
            .live()
            .family(Pattern.compile(".+", Pattern.DOTALL), "Free for users.");

    /** All of them. */
    public static final KeySet ALL = KEYS.build();

    private ServerKeys() {}
}
