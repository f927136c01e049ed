package io.gantry.system.command;

/** A command ended with an exit status other than zero, or its streams broke. */
public final class CommandFailedException extends CommandException {
    private final int exitStatus;
    private final String errors;

    public CommandFailedException(Command command, int exitStatus, String errors) {
        super(command, "%s: exit status %d%s".formatted(command.line(), exitStatus, reason(errors)), null);
        this.exitStatus = exitStatus;
        this.errors = errors;
    }

    private static String reason(String errors) {
        String stripped = errors.strip();
        return stripped.isEmpty() ? "" : " (" + stripped + ")";
    }

    /** As the kernel tells it; 128 and the signal's number where a signal ended it. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The tail of what it wrote to standard error. */
    public String errors() {
        return errors;
    }
}
