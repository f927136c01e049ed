package io.gantry.cli.failure;

/** The line does not fit the command. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
