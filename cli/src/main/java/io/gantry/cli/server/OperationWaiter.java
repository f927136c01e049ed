package io.gantry.cli.server;

import io.gantry.api.Operation;
import io.gantry.cli.output.ProgressLine;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.operation.Operations;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits for background operations to end. Shows their progress meanwhile, and cancels them when the user interrupts.
 */
public final class OperationWaiter {
    private final Terminal terminal;
    private final ProgressLine progress;

    public OperationWaiter(Terminal terminal, ProgressLine progress) {
        this.terminal = terminal;
        this.progress = progress;
    }

    /**
     * The operation as it ended well.
     *
     * @param label what goes on, for the progress line
     * @throws OperationFailedException where it ended in another way
     */
    public Operation await(ApiServer server, Operation operation, String label) throws IOException {
        var interrupts = new AtomicInteger();
        try (var _ = terminal.onSignal("INT", () -> interrupted(server, operation, interrupts.incrementAndGet()))) {
            var operations = new Operations(server);
            return progress.shows()
                    ? operations.awaitSuccess(operation, now -> show(now, label))
                    : operations.awaitSuccess(operation);
        } finally {
            progress.clear();
        }
    }

    private void show(Operation operation, String label) {
        Map<String, Object> metadata = operation.metadata();
        if (metadata == null) {
            return;
        }
        for (var entry : metadata.entrySet()) {
            if (entry.getKey().endsWith("_progress") && entry.getValue() instanceof String text && !text.isEmpty()) {
                progress.show(label + ": " + text);
                return;
            }
        }
    }

    private void interrupted(ApiServer server, Operation operation, int count) {
        if (count > 1) {
            say("Leaving; the operation " + operation.id() + " goes on at " + server.remote() + ":");
            Runtime.getRuntime().halt(130);
        }
        try {
            new Operations(server).cancel(operation.id());
            say("Cancelling the operation; interrupt again to leave without waiting");
        } catch (IOException | ApiException e) {
            say("The operation cannot be cancelled (" + e.getMessage() + "); interrupt again to leave it running");
        }
    }

    private void say(String text) {
        progress.clear();
        try {
            terminal.err().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody is there to read it.
        }
    }
}
