package io.gantry.system.command;

/** Runs programs. Safe for any number of threads at once. */
public interface CommandRunner {
    /**
     * Runs a command to its end. When its limit passes or the thread is interrupted, the command is killed
     * together with all its children before this method throws.
     *
     * @throws CommandFailedException when its exit status is not zero
     * @throws CommandTimedOutException when its limit passed
     * @throws CommandInterruptedException when the calling thread was interrupted
     * @throws MissingProgramException when it could not be started
     */
    CommandOutput run(Command command);

    /**
     * Starts a command whose streams the caller reads and writes while it runs. The command's limit does
     * not count: it runs until it ends or is closed. Its {@link CommandInput} is fed by the runner unless it
     * is {@link CommandInput.Empty}, in which case the caller writes to {@link RunningCommand#input}.
     *
     * @throws MissingProgramException when it could not be started
     */
    RunningCommand start(Command command, ErrorStream errors);

    /** As {@link #start(Command, ErrorStream)}, with standard error collected for messages. */
    default RunningCommand start(Command command) {
        return start(command, ErrorStream.COLLECTED);
    }
}
