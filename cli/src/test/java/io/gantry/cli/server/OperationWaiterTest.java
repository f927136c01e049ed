package io.gantry.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationWaiterTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void anOperationThatFailsIsTheCommandsError() {
        try (var server = new FakeServer(folder)) {
            server.operation("POST /1.0/instances/c1/snapshots", "o1", """
                    {"id": "o1", "status": "Failure", "status_code": 400, "err": "the pool is full\\nand more"}""");
            assertThat(ClientRun.of(folder, "snapshot c1 s1").refused()).isEqualTo("the pool is full; and more");
        }
    }

    @Test
    void anInterruptCancelsTheOperationAndSaysSo() {
        try (var server = new FakeServer(folder)) {
            FakeTerminal terminal = FakeTerminal.piped("");
            server.operation("POST /1.0/instances/c1/snapshots", "o1", """
                    {"id": "o1", "status": "Cancelled", "status_code": 401, "err": ""}""");
            server.sync("DELETE /1.0/operations/o1", "{}");
            server.whenAsked("GET /1.0/operations/o1/wait?timeout=-1", () -> terminal.signal("INT"));
            ClientRun run = ClientRun.of(folder, terminal, "snapshot", "c1", "s1");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).isEqualTo("""
                    Cancelling the operation; interrupt again to leave without waiting
                    Error: the operation ended as Cancelled
                    """);
            assertThat(server.changes()).contains("DELETE /1.0/operations/o1");
        }
    }

    @Test
    void anOperationThatCannotBeCancelledGoesOn() {
        try (var server = new FakeServer(folder)) {
            FakeTerminal terminal = FakeTerminal.piped("");
            server.success("POST /1.0/instances/c1/snapshots");
            server.refuse("DELETE /1.0/operations/op1", 400, "This operation can't be cancelled");
            server.whenAsked("GET /1.0/operations/op1/wait?timeout=-1", () -> terminal.signal("INT"));
            ClientRun run = ClientRun.of(folder, terminal, "snapshot", "c1", "s1");
            assertThat(run.status()).isZero();
            assertThat(run.err()).contains("cannot be cancelled (This operation can't be cancelled)");
        }
    }
}
