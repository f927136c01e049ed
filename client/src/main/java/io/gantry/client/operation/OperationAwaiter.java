package io.gantry.client.operation;

import io.gantry.api.Operation;
import io.gantry.client.server.ApiServer;
import java.io.IOException;

/** How a job of several steps waits for the operations that it starts: here a program may show progress. */
public interface OperationAwaiter {
    /** Waits, and says nothing. */
    OperationAwaiter SILENT = (server, operation, what) -> new Operations(server).awaitSuccess(operation);

    /**
     * Waits for an operation to end well.
     *
     * @param what goes on, for people, such as {@code Transferring instance}
     * @return the operation as it ended
     * @throws io.gantry.client.server.OperationFailedException where it failed or was cancelled
     */
    Operation await(ApiServer server, Operation operation, String what) throws IOException;
}
