package io.gantry.daemon.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredIntentsTest {
    @TempDir
    Path folder;

    private Database open() {
        return SqliteDatabase.open(folder.resolve("database/gantry.db"));
    }

    /** What a start of the daemon undoes, in its order. */
    private List<String> settle(Intents.Undo undo) {
        var undone = new ArrayList<String>();
        try (Database database = open()) {
            var intents = new StoredIntents(database);
            intents.onStart("create", facts -> {
                undone.add(String.valueOf(facts.get("name")));
                undo.undo(facts);
            });
            intents.settle();
        }
        return undone;
    }

    private void leave(String... names) {
        try (Database database = open()) {
            var intents = new StoredIntents(database);
            intents.onStart("create", _ -> {});
            for (String name : names) {
                intents.begin("create", Map.of("name", name));
            }
            intents.begin("create", Map.of("name", "finished")).end();
        }
    }

    @Test
    void whatWasCutOffIsUndoneOnceTheLatestFirst() {
        leave("first", "second \"quoted\"\n");

        assertThat(settle(_ -> {})).containsExactly("second \"quoted\"\n", "first");
        assertThat(settle(_ -> {})).isEmpty();
    }

    @Test
    void anUndoThatFailsRunsAgainAtTheNextStartAndHindersNoOther() {
        leave("good", "bad");

        assertThat(settle(facts -> {
                    if ("bad".equals(facts.get("name"))) {
                        throw new IOException("the pool is not mounted");
                    }
                }))
                .containsExactly("bad", "good");
        assertThat(settle(_ -> {})).containsExactly("bad");
    }

    @Test
    void anActWithoutAnUndoCannotBegin() {
        try (Database database = open()) {
            var intents = new StoredIntents(database);
            assertThatThrownBy(() -> intents.begin("create", Map.of())).isInstanceOf(IllegalStateException.class);
        }
    }
}
