package io.gantry.system.command;

import java.io.Closeable;
import java.io.IOException;

/** Closes the three pipes of a process, whatever the first of them says. */
record ProcessStreams(Process process) implements AutoCloseable {
    @Override
    public void close() {
        closeQuietly(process.getOutputStream());
        closeQuietly(process.getInputStream());
        closeQuietly(process.getErrorStream());
    }

    private static void closeQuietly(Closeable stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // Closing standard input flushes it, which fails when the command has gone: nothing is lost by it.
        }
    }
}
