package io.gantry.daemon.database;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A database in a file: one connection, used by one transaction at a time. */
public final class SqliteDatabase implements Database {
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Path file;
    private final Connection connection;

    private SqliteDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the database in a file, which is made where there is none, and brings it to the schema of this version.
     *
     * @throws DaemonException INTERNAL naming the file where it is not a database of this or an older version
     */
    public static SqliteDatabase open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Connection connection = settings().createConnection("jdbc:sqlite:" + file);
            try {
                connection.setAutoCommit(false);
                Migrations.run(connection);
                return new SqliteDatabase(file, connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the database " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static SQLiteConfig settings() {
        var settings = new SQLiteConfig();
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // What a transaction wrote is on disk when it returns, also after a loss of power.
        settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        settings.enforceForeignKeys(true);
        settings.setBusyTimeout(10_000);
        settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return settings;
    }

    @Override
    public <T> T inTransaction(Transaction<T> transaction) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction was begun inside another");
        }
        turn.lock();
        try {
            T result;
            try {
                result = transaction.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(e);
                throw e;
            }
            return result;
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            turn.unlock();
        }
    }

    private void rollBack(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private DaemonException failure(SQLException e) {
        return switch (e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR) {
            case SQLITE_CONSTRAINT,
                    SQLITE_CONSTRAINT_UNIQUE,
                    SQLITE_CONSTRAINT_PRIMARYKEY,
                    SQLITE_CONSTRAINT_FOREIGNKEY,
                    SQLITE_CONSTRAINT_TRIGGER ->
                new DaemonException(
                        FailureCategory.CONFLICT,
                        "it exists already, or something still uses it: " + e.getMessage(),
                        e);
            case SQLITE_FULL ->
                new DaemonException(
                        FailureCategory.INTERNAL, "the disk that holds the database " + file + " is full", e);
            default ->
                new DaemonException(FailureCategory.INTERNAL, "the database " + file + " failed: " + e.getMessage(), e);
        };
    }

    @Override
    public void close() {
        turn.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            turn.unlock();
        }
    }
}
