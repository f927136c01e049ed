package io.gantry.daemon.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDatabaseTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("database/gantry.db");
    }

    private static void put(Connection connection, String key) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO server_config (key, value) VALUES (?, 'x')")) {
            insert.setString(1, key);
            insert.executeUpdate();
        }
    }

    private static int count(Database database) {
        return database.inTransaction(connection -> {
            try (var select = connection.createStatement();
                    var rows = select.executeQuery("SELECT count(*) FROM server_config")) {
                return rows.next() ? rows.getInt(1) : -1;
            }
        });
    }

    @Test
    void aTransactionIsWholeOrNotAtAllAndStaysOverRestarts() {
        try (Database database = SqliteDatabase.open(file())) {
            database.change(connection -> put(connection, "kept"));
            assertThatThrownBy(() -> database.change(connection -> {
                        put(connection, "lost");
                        throw new IllegalStateException("half-way");
                    }))
                    .hasMessage("half-way");
        }
        try (Database database = SqliteDatabase.open(file())) {
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void aViolatedKeyIsAConflict() {
        try (Database database = SqliteDatabase.open(file())) {
            database.change(connection -> put(connection, "a"));
            assertThatThrownBy(() -> database.change(connection -> put(connection, "a")))
                    .isInstanceOfSatisfying(
                            DaemonException.class,
                            refusal -> assertThat(refusal.category()).isEqualTo(FailureCategory.CONFLICT));
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsLeftAlone() throws SQLException {
        try (Database database = SqliteDatabase.open(file())) {
            database.change(connection -> {
                try (var insert = connection.createStatement()) {
                    insert.executeUpdate("INSERT INTO schema_migrations (name) VALUES ('9999-future')");
                }
            });
        }
        assertThatThrownBy(() -> SqliteDatabase.open(file()).close())
                .hasMessageContaining("newer version")
                .hasMessageContaining(file().toString());
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "this is not a database, but it is long enough to be looked at as one");
        assertThatThrownBy(() -> SqliteDatabase.open(file()).close()).hasMessageContaining(file().toString());
    }
}
