package io.gantry.system.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RollbackTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void undoesTheLastStepFirstAndGoesOnAfterAFailure() {
        try (var rollback = new Rollback()) {
            rollback.add(() -> done.add("first"));
            rollback.add("break", () -> {
                throw new IllegalStateException("broken");
            });
            rollback.add(() -> done.add("last"));
        }

        assertThat(done).containsExactly("last", "first");
    }

    @Test
    void undoesNothingOfWorkThatIsKept() {
        try (var rollback = new Rollback()) {
            rollback.add(() -> done.add("undone"));
            rollback.keep();
        }

        assertThat(done).isEmpty();
    }
}
