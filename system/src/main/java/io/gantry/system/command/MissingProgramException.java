package io.gantry.system.command;

import java.io.IOException;

/** A program could not be started, most often because it is not installed. */
public final class MissingProgramException extends CommandException {
    public MissingProgramException(Command command, IOException cause) {
        super(
                command,
                "cannot start %s: %s; install it or check PATH".formatted(command.program(), cause.getMessage()),
                cause);
    }
}
