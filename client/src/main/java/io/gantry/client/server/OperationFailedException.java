package io.gantry.client.server;

import io.gantry.api.Operation;

/** An operation ended in failure, or was cancelled. The message is the server's. */
public final class OperationFailedException extends RuntimeException {
    private final transient Operation operation;

    public OperationFailedException(Operation operation) {
        super(operation.err().isEmpty() ? "the operation ended as " + operation.status() : operation.err());
        this.operation = operation;
    }

    /** The last of several attempts, with the reasons of all in the message. */
    public OperationFailedException(String message, OperationFailedException last) {
        super(message, last);
        this.operation = last.operation;
    }

    /** The operation as it ended. */
    public Operation operation() {
        return operation;
    }
}
