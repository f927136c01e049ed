package io.gantry.cli.failure;

/** A command cannot do what it was asked. The message is for the user: what, where and the remedy, on one line. */
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
