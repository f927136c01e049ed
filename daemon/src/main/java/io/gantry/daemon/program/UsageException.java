package io.gantry.daemon.program;

/** A command line that cannot be understood. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
