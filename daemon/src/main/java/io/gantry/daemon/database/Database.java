package io.gantry.daemon.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The daemon's database. Transactions are serial: one at a time, each all or nothing and on disk when it
 * returns. Stores take the {@link Connection} of the running transaction and never keep it.
 *
 * <p>A failed statement comes out as a {@link io.gantry.daemon.failure.DaemonException}: CONFLICT for a violated
 * unique or foreign key, INTERNAL otherwise.
 */
public interface Database extends AutoCloseable {
    <T> T inTransaction(Transaction<T> transaction);

    /** A transaction without a result. */
    default void change(Change change) {
        inTransaction(connection -> {
            change.run(connection);
            return true;
        });
    }

    @Override
    void close();

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Transaction<T> {
        T run(Connection connection) throws SQLException;
    }

    /** What is done in a transaction without a result. */
    @FunctionalInterface
    interface Change {
        void run(Connection connection) throws SQLException;
    }
}
