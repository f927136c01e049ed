package io.gantry.daemon.instance;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import org.junit.jupiter.api.Test;

class HeldLocksTest {
    private static final InstanceKey C1 = new InstanceKey("default", "c1");

    private final InstanceLocks locks = new HeldLocks();

    @Test
    void oneChangingActAtATime() {
        try (var _ = locks.acquire(C1, "start")) {
            assertThatThrownBy(() -> locks.acquire(C1, "update"))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("c1 has a \"start\" under way");
            assertThatCode(() -> locks.acquire(new InstanceKey("default", "c2"), "start")
                            .close())
                    .doesNotThrowAnyException();
        }
        locks.acquire(C1, "update").close();
    }

    @Test
    void severalMayReadAndNobodyChangesMeanwhile() {
        var first = locks.read(C1, "copy");
        try (var _ = locks.read(C1, "copy")) {
            first.close();
            // Closing twice gives back nothing of the other's.
            first.close();
            assertThatThrownBy(() -> locks.acquire(C1, "start")).hasMessageContaining("\"copy\"");
            assertThatThrownBy(() -> locks.acquireRemoval(C1, "delete")).hasMessageContaining("\"copy\"");
        }
        locks.acquireRemoval(C1, "delete").close();
    }

    @Test
    void whatIsKeptMayChangeButStays() {
        try (var _ = locks.acquire(C1, "start");
                var _ = locks.keep(C1, "copy")) {
            assertThatThrownBy(() -> locks.acquireRemoval(C1, "delete")).isInstanceOf(DaemonException.class);
        }
        try (var _ = locks.keep(C1, "copy")) {
            locks.acquire(C1, "stop").close();
            assertThatThrownBy(() -> locks.acquireRemoval(C1, "delete")).hasMessageContaining("\"copy\"");
        }
    }

    @Test
    void whatIsBeingRemovedCannotBeRead() {
        try (var _ = locks.acquireRemoval(C1, "delete")) {
            assertThatThrownBy(() -> locks.keep(C1, "copy")).hasMessageContaining("\"delete\"");
            assertThatThrownBy(() -> locks.read(C1, "copy")).hasMessageContaining("\"delete\"");
        }
    }
}
