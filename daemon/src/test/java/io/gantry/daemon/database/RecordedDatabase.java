package io.gantry.daemon.database;

import io.gantry.system.effect.Effects;
import java.sql.Connection;
import java.sql.SQLException;

/** A database each of whose transactions that change something is an effect; it happens when it is committed. */
public final class RecordedDatabase implements Database {
    private final Database database;
    private final Effects effects;

    public RecordedDatabase(Database database, Effects effects) {
        this.database = database;
        this.effects = effects;
    }

    @Override
    public <T> T inTransaction(Transaction<T> transaction) {
        return database.inTransaction(connection -> {
            long before = changes(connection);
            T result = transaction.run(connection);
            if (changes(connection) != before) {
                effects.happen("transaction of " + author());
            }
            return result;
        });
    }

    /** How many rows this connection has changed so far. */
    private static long changes(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT total_changes()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String author() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("io.gantry")
                                && !frame.getClassName().startsWith("io.gantry.daemon.database"))
                        .findFirst()
                        .map(frame -> frame.getClassName()
                                        .substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                                + frame.getMethodName())
                        .orElse("nobody"));
    }

    @Override
    public void close() {
        database.close();
    }
}
