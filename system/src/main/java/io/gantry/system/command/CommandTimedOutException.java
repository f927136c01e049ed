package io.gantry.system.command;

/** A command did not end within its limit and was killed with all its children. */
public final class CommandTimedOutException extends CommandException {
    public CommandTimedOutException(Command command) {
        super(command, "%s: killed after %s".formatted(command.line(), command.limit()), null);
    }
}
