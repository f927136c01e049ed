package io.gantry.system.command;

import org.jspecify.annotations.Nullable;

/** A command did not do what it was run for. The subtypes say why. */
public abstract sealed class CommandException extends RuntimeException
        permits CommandFailedException, CommandTimedOutException, CommandInterruptedException, MissingProgramException {
    private final transient Command command;

    CommandException(Command command, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.command = command;
    }

    public final Command command() {
        return command;
    }
}
