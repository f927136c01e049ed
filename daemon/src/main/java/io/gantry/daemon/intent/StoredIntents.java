package io.gantry.daemon.intent;

import io.gantry.api.ApiJson;
import io.gantry.daemon.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Intents as rows of the database. Safe for use by many threads. */
public final class StoredIntents implements Intents {
    private static final Logger LOG = LoggerFactory.getLogger(StoredIntents.class);

    private final Database database;
    private final Map<String, Undo> undos = new ConcurrentHashMap<>();

    private record Row(long id, String kind, Map<String, String> facts) {}

    public StoredIntents(Database database) {
        this.database = database;
    }

    @Override
    public Intent begin(String kind, Map<String, String> facts) {
        if (!undos.containsKey(kind)) {
            throw new IllegalStateException("nothing undoes intents of the kind " + kind);
        }
        long id = database.inTransaction(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO intents (kind, facts) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
                insert.setString(1, kind);
                insert.setString(2, ApiJson.write(new LinkedHashMap<>(facts)));
                insert.executeUpdate();
                try (var keys = insert.getGeneratedKeys()) {
                    keys.next();
                    return keys.getLong(1);
                }
            }
        });
        return new StoredIntent(id);
    }

    @Override
    public void onStart(String kind, Undo undo) {
        if (undos.putIfAbsent(kind, undo) != null) {
            throw new IllegalStateException("intents of the kind " + kind + " have an undo already");
        }
    }

    /** Undoes the latest act first. An undo that fails is logged, and runs again at the next start. */
    @Override
    public void settle() {
        for (Row row : rows().reversed()) {
            Undo undo = undos.get(row.kind());
            if (undo == null) {
                LOG.warn(
                        "an act of the kind {} was cut off ({}), and nothing here can undo it",
                        row.kind(),
                        row.facts());
                continue;
            }
            try {
                undo.undo(row.facts());
                remove(row.id());
                LOG.info("undone, since the daemon was killed meanwhile: {} {}", row.kind(), row.facts());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                LOG.warn("{} {} was cut off and can't be undone now", row.kind(), row.facts(), e);
            }
        }
    }

    private List<Row> rows() {
        return database.inTransaction(connection -> {
            var rows = new ArrayList<Row>();
            try (var select = connection.createStatement();
                    var result = select.executeQuery("SELECT id, kind, facts FROM intents ORDER BY id")) {
                while (result.next()) {
                    rows.add(new Row(result.getLong(1), result.getString(2), facts(result.getString(3))));
                }
            }
            return rows;
        });
    }

    private static Map<String, String> facts(String json) {
        var facts = new HashMap<String, String>();
        if (ApiJson.readTree(json.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> tree) {
            tree.forEach((name, value) -> facts.put(name.toString(), Objects.toString(value)));
        }
        return facts;
    }

    private void remove(long id) {
        database.change(connection -> remove(connection, id));
    }

    private static void remove(Connection connection, long id) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM intents WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    private final class StoredIntent implements Intent {
        private final long id;

        StoredIntent(long id) {
            this.id = id;
        }

        @Override
        public void end() {
            remove(id);
        }

        @Override
        public void end(Connection connection) throws SQLException {
            remove(connection, id);
        }
    }
}
