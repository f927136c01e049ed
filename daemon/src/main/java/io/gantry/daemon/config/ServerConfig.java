package io.gantry.daemon.config;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.failure.DaemonException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server's own keys: {@code core.https_*}, {@code core.proxy_*}, {@code core.trust_password}, {@code images.*} and
 * {@code user.*}. Safe for use by many threads.
 */
public final class ServerConfig {
    /** Where the API listens on the network: {@code host:port}. */
    public static final String HTTPS_ADDRESS = "core.https_address";

    /** With what {@code lxc publish} compresses where nothing else is asked for. */
    public static final String COMPRESSION = "images.compression_algorithm";

    /** After how many hours images are brought up to date; 0 for never. */
    public static final String UPDATE_INTERVAL = "images.auto_update_interval";

    /** After how many days without use cached images go. */
    public static final String CACHE_EXPIRY = "images.remote_cache_expiry";

    private static final Map<String, String> CORS = Map.of(
            "core.https_allowed_origin", "Access-Control-Allow-Origin",
            "core.https_allowed_methods", "Access-Control-Allow-Methods",
            "core.https_allowed_headers", "Access-Control-Allow-Headers");

    private static final String TRUST_PASSWORD = "core.trust_password";

    private final Database database;
    private final HttpsAddress listener;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Runnable> reactions = new ConcurrentHashMap<>();

    /** Where the API is reached on the network. */
    @FunctionalInterface
    public interface HttpsAddress {
        /**
         * Listens at another address; the old one is given up only when that works.
         *
         * @param address {@code host:port}; empty to listen nowhere
         * @throws DaemonException where that is not possible, such as for a port that is in use
         */
        void listen(String address);
    }

    public ServerConfig(Database database, HttpsAddress listener) {
        this.database = database;
        this.listener = listener;
    }

    /**
     * Says what is to happen whenever a key has got another value; the old reaction to the key ends.
     *
     * @param reaction is done within the request that changes the key, so that it has to be quick
     */
    public void onChange(String key, Runnable reaction) {
        reactions.put(key, reaction);
    }

    /** The value of a key; empty where it is not set. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values().get(key));
    }

    /** The keys that are set, as clients see them: of the trust password only that there is one. */
    public Map<String, Object> shown() {
        var shown = new TreeMap<String, Object>(values());
        shown.computeIfPresent(TRUST_PASSWORD, (_, _) -> true);
        return shown;
    }

    /** Whether this is the trust password; never where none is set. Takes some 50 ms, on purpose. */
    public boolean isTrustPassword(String password) {
        return value(TRUST_PASSWORD)
                .filter(hash -> PasswordHash.matches(hash, password))
                .isPresent();
    }

    /**
     * What replies tell browsers whose page is of another origin
     * (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, "CORS protocol"</a>); nothing where no
     * origin is allowed.
     */
    public Map<String, String> corsHeaders() {
        Map<String, String> values = values();
        var headers = new TreeMap<String, String>();
        CORS.forEach((key, header) -> {
            String value = values.getOrDefault(key, "");
            if (!value.isEmpty()) {
                headers.put(header, value);
            }
        });
        if (values.getOrDefault("core.https_allowed_credentials", "").matches("(?i)true|1|yes|on")) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        return headers.containsKey(CORS.get("core.https_allowed_origin")) ? headers : Map.of();
    }

    /** Replaces all keys by these. */
    public void replace(Map<String, Object> wanted) {
        change(wanted, true);
    }

    /** Sets these keys; those with an empty value are unset. */
    public void merge(Map<String, Object> wanted) {
        change(wanted, false);
    }

    private void change(Map<String, Object> wanted, boolean isWhole) {
        changing.lock();
        try {
            Map<String, String> before = values();
            Map<String, String> after = isWhole ? new HashMap<>() : new HashMap<>(before);
            wanted.forEach((key, value) -> put(after, before, key, value));
            String oldAddress = before.getOrDefault(HTTPS_ADDRESS, "");
            String newAddress = after.getOrDefault(HTTPS_ADDRESS, "");
            if (!oldAddress.equals(newAddress)) {
                listener.listen(newAddress);
            }
            try {
                store(after);
            } catch (DaemonException e) {
                listener.listen(oldAddress);
                throw e;
            }
            reactions.forEach((key, reaction) -> {
                if (!Objects.equals(before.get(key), after.get(key))) {
                    reaction.run();
                }
            });
        } finally {
            changing.unlock();
        }
    }

    private static void put(Map<String, String> after, Map<String, String> before, String key, Object value) {
        if (key.equals(TRUST_PASSWORD) && (value.equals(true) || value.equals("true"))) {
            // What we show stands for the password that is set.
            Optional.ofNullable(before.get(key)).ifPresent(hash -> after.put(key, hash));
            return;
        }
        if (!(value instanceof String || value instanceof Boolean || value instanceof Number)) {
            throw DaemonException.invalid("the value of " + key + " must be text");
        }
        String text = value.toString();
        ServerKeys.ALL.check(key, text);
        if (text.isEmpty()) {
            after.remove(key);
        } else {
            after.put(key, key.equals(TRUST_PASSWORD) ? PasswordHash.of(text) : text);
        }
    }

    private Map<String, String> values() {
        return database.inTransaction(connection -> {
            var values = new TreeMap<String, String>();
            try (var select = connection.createStatement();
                    var rows = select.executeQuery("SELECT key, value FROM server_config")) {
                while (rows.next()) {
                    values.put(rows.getString(1), rows.getString(2));
                }
            }
            return values;
        });
    }

    private void store(Map<String, String> values) {
        database.change(connection -> {
            try (var delete = connection.createStatement()) {
                delete.executeUpdate("DELETE FROM server_config");
            }
            insert(connection, values);
        });
    }

    private static void insert(Connection connection, Map<String, String> values) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO server_config (key, value) VALUES (?, ?)")) {
            for (var entry : values.entrySet()) {
                insert.setString(1, entry.getKey());
                insert.setString(2, entry.getValue());
                insert.executeUpdate();
            }
        }
    }
}
