package io.gantry.system.command;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A command that runs. The streams may each be used by another thread. Closing it kills the command with
 * its children if it still runs, and closes the streams.
 */
public interface RunningCommand extends AutoCloseable {
    /** The command's standard input. Close it to let the command see the end of file. */
    OutputStream input();

    /** The command's standard output. */
    InputStream output();

    /** The command's standard error; empty unless it was started with {@link ErrorStream#LIVE}. */
    InputStream errors();

    long pid();

    boolean isRunning();

    /**
     * Waits for the end and answers the exit status. An interrupt doesn't kill the command: closing does.
     *
     * @throws CommandInterruptedException when the calling thread was interrupted
     */
    int waitFor();

    /**
     * Waits for the end.
     *
     * @throws CommandFailedException when the exit status is not zero
     * @throws CommandInterruptedException when the calling thread was interrupted
     */
    void waitForSuccess();

    /** Kills the command and all its children with SIGKILL; does nothing when it has ended. */
    void kill();

    @Override
    void close();
}
