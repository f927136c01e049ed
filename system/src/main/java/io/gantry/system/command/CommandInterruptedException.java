package io.gantry.system.command;

/**
 * The thread that waited for a command was interrupted; the command was killed with all its children.
 * The thread's interrupt status is set again.
 */
public final class CommandInterruptedException extends CommandException {
    public CommandInterruptedException(Command command, InterruptedException cause) {
        super(command, command.line() + ": interrupted", cause);
    }
}
