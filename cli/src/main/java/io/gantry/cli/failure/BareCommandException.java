package io.gantry.cli.failure;

/** A command that needs arguments was called without any: the user wants to know how it is called. */
public final class BareCommandException extends RuntimeException {
    public BareCommandException() {
        super("the command needs arguments");
    }
}
