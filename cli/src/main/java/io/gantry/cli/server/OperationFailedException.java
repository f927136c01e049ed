package io.gantry.cli.server;

import io.gantry.api.Operation;

/** An operation ended in failure, or was cancelled. The message is the server's. */
public final class OperationFailedException extends RuntimeException {
    private final transient Operation operation;

    public OperationFailedException(Operation operation) {
        super(operation.err().isEmpty() ? "the operation ended as " + operation.status() : operation.err());
        this.operation = operation;
    }

    /** The operation as it ended. */
    public Operation operation() {
        return operation;
    }
}
