package io.gantry.cli.exec;

import io.gantry.api.ApiJson;
import io.gantry.api.InstanceExecControl;
import io.gantry.api.Operation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.operation.Operations;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A running program in a container and the websockets to it: one both ways on a terminal, three on pipes, and one for
 * control. Ends when the program has ended and all its output was written.
 */
final class ExecSession {
    private static final int BUFFER = 64 * 1024;
    /** SIGTSTP is not among them: it stops the client, so that the user's shell has its terminal back. */
    private static final List<String> FORWARDED = List.of("TERM", "HUP", "INT", "ABRT", "USR1", "USR2", "ALRM", "CONT");

    /** What is typed at the end of the input of a terminal. */
    private static final byte END_OF_FILE = 4;

    private final ApiServer server;
    private final Operation operation;
    private final Terminal terminal;
    private final boolean withInput;

    ExecSession(ApiServer server, Operation operation, Terminal terminal, boolean withInput) {
        this.server = server;
        this.operation = operation;
        this.terminal = terminal;
        this.withInput = withInput;
    }

    int runOnTerminal() throws IOException {
        try (MessageChannel control = open("control")) {
            attachTerminal(control);
            // LXD ends the operation only when the channel of the terminal is closed.
            return exitStatus();
        }
    }

    /** Serves the terminal until the program's side of it has ended. */
    private void attachTerminal(MessageChannel control) throws IOException {
        try (MessageChannel data = open("0");
                var _ = terminal.onSignal("WINCH", () -> sendSize(control))) {
            var signals = forwardSignals(control);
            sendSize(control);
            try {
                startPump("input", () -> typeAll(terminal.in(), data));
                startPump("control", () -> drain(control));
                receiveAll(data, terminal.out());
            } finally {
                signals.forEach(Terminal.Scope::close);
            }
        }
    }

    int runOnPipes() throws IOException {
        try (MessageChannel control = open("control");
                MessageChannel in = open("0");
                MessageChannel out = open("1");
                MessageChannel err = open("2")) {
            var signals = forwardSignals(control);
            try {
                startPump("control", () -> drain(control));
                startPump("input", () -> {
                    if (withInput) {
                        sendAll(terminal.in(), in);
                    }
                    // An empty text message is the protocol's word for the end of a stream.
                    in.sendText("");
                });
                startPump("input's replies", () -> drain(in));
                Thread errors = startPump("errors", () -> receiveErrors(err, terminal.err()));
                receiveAll(out, terminal.out());
                join(errors);
                return exitStatus();
            } finally {
                signals.forEach(Terminal.Scope::close);
            }
        }
    }

    private MessageChannel open(String channel) throws IOException {
        if (operation.metadata() != null
                && operation.metadata().get("fds") instanceof Map<?, ?> secrets
                && secrets.get(channel) instanceof String secret) {
            return new Operations(server).websocket(operation, secret);
        }
        throw new CommandFailure("the server offers no channel \"" + channel + "\" to the program");
    }

    private static void sendAll(InputStream from, MessageChannel to) throws IOException {
        var buffer = new byte[BUFFER];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.sendBinary(ByteBuffer.wrap(buffer, 0, count));
        }
    }

    /**
     * Sends what is typed. Its end, which only an input that is no terminal has, is typed too: once for what stands on
     * the last line, once for the end itself. The protocol's word for the end would make LXD hang up the program's
     * terminal, and what it shows last would be lost.
     */
    private static void typeAll(InputStream from, MessageChannel to) throws IOException {
        var buffer = new byte[BUFFER];
        byte last = '\n';
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.sendBinary(ByteBuffer.wrap(buffer, 0, count));
            last = count > 0 ? buffer[count - 1] : last;
        }
        to.sendBinary(ByteBuffer.wrap(last == '\n' ? new byte[] {END_OF_FILE} : new byte[] {END_OF_FILE, END_OF_FILE}));
    }

    /** Ends with an exception where nobody reads the output any more: closing the channels then ends the program. */
    private static void receiveAll(MessageChannel from, OutputStream to) throws IOException {
        while (true) {
            switch (from.receive()) {
                case Message.Binary binary -> write(binary.data(), to);
                case Message.Text text -> {
                    return;
                }
                case Message.Closed closed -> {
                    return;
                }
            }
        }
    }

    private static void write(ByteBuffer data, OutputStream to) throws IOException {
        if (data.hasArray()) {
            to.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
        } else {
            var copy = new byte[data.remaining()];
            data.get(copy);
            to.write(copy);
        }
        to.flush();
    }

    /** Errors that nobody reads are thrown away, so that the program is not held up. */
    private static void receiveErrors(MessageChannel from, OutputStream to) throws IOException {
        try {
            receiveAll(from, to);
        } catch (IOException _) {
            drain(from);
        }
    }

    private static void drain(MessageChannel channel) throws IOException {
        while (!(channel.receive() instanceof Message.Closed)) {
            // The other side says nothing of interest here.
        }
    }

    private interface Pump {
        void run() throws IOException;
    }

    private static Thread startPump(String name, Pump pump) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                pump.run();
            } catch (IOException e) {
                // The program ended and took the channel with it; its exit status tells the rest.
            }
        });
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the program's output");
        }
    }

    private List<Terminal.Scope> forwardSignals(MessageChannel control) {
        var scopes = new ArrayList<Terminal.Scope>();
        for (String signal : FORWARDED) {
            scopes.add(terminal.onSignal(signal, () -> sendSignal(control, heard(signal))));
        }
        return scopes;
    }

    /** A hang-up of a terminal that is really gone is a request to end, which programs take that ignore hang-ups. */
    private String heard(String signal) {
        return signal.equals("HUP") && !terminal.isControlled() ? "TERM" : signal;
    }

    private static int number(String signal) {
        return switch (signal) {
            case "HUP" -> 1;
            case "INT" -> 2;
            case "ABRT" -> 6;
            case "USR1" -> 10;
            case "USR2" -> 12;
            case "ALRM" -> 14;
            case "TERM" -> 15;
            case "CONT" -> 18;
            default -> throw new IllegalArgumentException("SIG" + signal + " is not forwarded");
        };
    }

    private static void sendSignal(MessageChannel control, String signal) {
        sendControl(control, new InstanceExecControl("signal", Map.of(), number(signal)));
    }

    private void sendSize(MessageChannel control) {
        terminal.windowSize()
                .ifPresent(size -> sendControl(
                        control,
                        new InstanceExecControl(
                                "window-resize",
                                Map.of(
                                        "width", String.valueOf(size.columns()),
                                        "height", String.valueOf(size.rows())),
                                0)));
    }

    private static void sendControl(MessageChannel control, InstanceExecControl message) {
        try {
            control.sendText(ApiJson.write(message));
        } catch (IOException e) {
            // The program has ended; there is nobody to tell.
        }
    }

    private int exitStatus() throws IOException {
        Operation ended = new Operations(server).await(operation.id(), -1);
        if (ended.metadata() != null && ended.metadata().get("return") instanceof Number status) {
            return status.intValue();
        }
        throw new OperationFailedException(ended);
    }
}
