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
 * The configuration of the server itself, by {@link ServerKeys}. Safe for use by many threads.
 */
public final class ServerConfig {
    private static final Map<ConfigKey<String>, String> CORS = Map.of(
            ServerKeys.HTTPS_ALLOWED_ORIGIN, "Access-Control-Allow-Origin",
            ServerKeys.HTTPS_ALLOWED_METHODS, "Access-Control-Allow-Methods",
            ServerKeys.HTTPS_ALLOWED_HEADERS, "Access-Control-Allow-Headers");

    private static final String TRUST_PASSWORD = ServerKeys.TRUST_PASSWORD.name();

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
    public void onChange(ConfigKey<?> key, Runnable reaction) {
        reactions.put(key.name(), reaction);
    }

    /** The value of a key, or its default; see {@link Config#get}. */
    public <T> T get(ConfigKey<T> key) {
        return new Config(values()).get(key);
    }

    /** The value of a key that is set; see {@link Config#find}. Of the trust password it is the hash. */
    public <T> Optional<T> find(ConfigKey<T> key) {
        return new Config(values()).find(key);
    }

    /** The keys that are set, as clients see them: of the trust password only that there is one. */
    public Map<String, Object> shown() {
        var shown = new TreeMap<String, Object>(values());
        shown.computeIfPresent(TRUST_PASSWORD, (_, _) -> true);
        return shown;
    }

    /** Whether this is the trust password; never where none is set. Takes some 50 ms, on purpose. */
    public boolean isTrustPassword(String password) {
        return find(ServerKeys.TRUST_PASSWORD)
                .filter(hash -> PasswordHash.matches(hash, password))
                .isPresent();
    }

    /**
     * What replies tell browsers whose page is of another origin
     * (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, "CORS protocol"</a>); nothing where no
     * origin is allowed.
     */
    public Map<String, String> corsHeaders() {
        var config = new Config(values());
        if (!config.isSet(ServerKeys.HTTPS_ALLOWED_ORIGIN)) {
            return Map.of();
        }
        var headers = new TreeMap<String, String>();
        CORS.forEach((key, header) -> config.find(key).ifPresent(value -> headers.put(header, value)));
        if (config.get(ServerKeys.HTTPS_ALLOWED_CREDENTIALS)) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        return headers;
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
            String oldAddress = new Config(before).text(ServerKeys.HTTPS_ADDRESS);
            String newAddress = new Config(after).text(ServerKeys.HTTPS_ADDRESS);
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
