package io.gantry.cli;

import io.gantry.cli.terminal.FileStatus;
import io.gantry.cli.terminal.Terminal;
import io.gantry.cli.terminal.WindowSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A terminal whose output tells a reader that went away from other troubles. */
final class OutputGuard implements Terminal {
    private final Terminal terminal;
    private final OutputStream out;

    OutputGuard(Terminal terminal) {
        this.terminal = terminal;
        this.out = new GuardedStream(terminal.out());
    }

    @Override
    public InputStream in() {
        return terminal.in();
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return terminal.err();
    }

    @Override
    public boolean isTerminal(Stream stream) {
        return terminal.isTerminal(stream);
    }

    @Override
    public Optional<FileStatus> inputStatus() {
        return terminal.inputStatus();
    }

    @Override
    public boolean isControlled() {
        return terminal.isControlled();
    }

    @Override
    public Optional<WindowSize> windowSize() {
        return terminal.windowSize();
    }

    @Override
    public Scope enterRawMode() throws IOException {
        return terminal.enterRawMode();
    }

    @Override
    public Scope withoutEcho() throws IOException {
        return terminal.withoutEcho();
    }

    @Override
    public Scope onSignal(String signal, Runnable handler) {
        return terminal.onSignal(signal, handler);
    }

    @Override
    public int run(List<String> command, Map<String, String> environment) throws IOException {
        return terminal.run(command, environment);
    }

    private static final class GuardedStream extends OutputStream {
        private final OutputStream out;

        GuardedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                    throw new ClosedOutputException(e);
                }
                throw new IOException("cannot write to standard output: " + e.getMessage(), e);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
