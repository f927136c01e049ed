package io.gantry.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The three standard streams and what can be done to the terminal behind them.
 *
 * <p>Used by one command at a time; signal handlers run on threads of their own.
 */
public interface Terminal {
    InputStream in();

    /** Unbuffered: every write reaches the reader. A closed reader shows as an {@link IOException}. */
    OutputStream out();

    OutputStream err();

    boolean isTerminal(Stream stream);

    /** Of the file, pipe or terminal behind standard input; empty where it cannot be told. */
    Optional<FileStatus> inputStatus();

    /** Whether the terminal that controls this process is still there; not so for a process that never had one. */
    boolean isControlled();

    /** The size of the terminal at standard output, empty where there is none. */
    Optional<WindowSize> windowSize();

    /** Puts the terminal at standard input into raw mode until the returned scope is closed. */
    Scope enterRawMode() throws IOException;

    /** Switches the echo of typed characters off until the returned scope is closed; nothing on a pipe. */
    Scope withoutEcho() throws IOException;

    /**
     * Runs {@code handler} at each arrival of a signal, until the returned scope is closed.
     *
     * @param signal its name without SIG, such as {@code INT}
     */
    Scope onSignal(String signal, Runnable handler);

    /** Runs a program on this terminal and waits for its exit status. */
    int run(List<String> command, Map<String, String> environment) throws IOException;

    /** One of the standard streams. */
    enum Stream {
        INPUT(0),
        OUTPUT(1),
        ERROR(2);

        private final int descriptor;

        Stream(int descriptor) {
            this.descriptor = descriptor;
        }

        /** Its number among the open files of a process. */
        int descriptor() {
            return descriptor;
        }
    }

    /** Something that lasts until it is closed. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
