package io.gantry.daemon.exec;

import io.gantry.api.ApiJson;
import io.gantry.api.InstanceExecControl;
import io.gantry.api.MalformedJsonException;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.system.attach.Attached;
import io.gantry.system.attach.WindowSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control channel of an exec: window sizes and signals come in, and its loss means that the client is gone,
 * which kills the program. Clients of LXD 2.0 do not connect it in non-interactive use.
 */
final class ExecControl {
    static final String CHANNEL = "control";
    private static final Logger LOG = LoggerFactory.getLogger(ExecControl.class);
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Channels channels;
    private final Attached program;
    private final Resizing resizing;
    private final AtomicBoolean connected = new AtomicBoolean();

    /** What a new window size is told to. */
    @FunctionalInterface
    interface Resizing {
        void resize(WindowSize size) throws IOException;
    }

    ExecControl(Channels channels, Attached program, Resizing resizing) {
        this.channels = channels;
        this.program = program;
        this.resizing = resizing;
    }

    boolean isConnected() {
        return connected.get();
    }

    /** Serves the channel until it closes or the thread is interrupted. */
    void serve() {
        try (MessageChannel channel = channels.await(CHANNEL, FOREVER)) {
            connected.set(true);
            receiveFrom(channel);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | DaemonException e) {
            LOG.debug("the control channel of an exec is lost: {}", e.getMessage());
        }
        if (connected.get()) {
            program.abandon();
        }
    }

    private void receiveFrom(MessageChannel channel) throws IOException {
        while (true) {
            switch (channel.receive()) {
                case Message.Text(String text) -> obey(text.getBytes(StandardCharsets.UTF_8));
                case Message.Binary binary -> {
                    byte[] json = new byte[binary.data().remaining()];
                    binary.data().get(json);
                    obey(json);
                }
                case Message.Closed _ -> {
                    return;
                }
            }
        }
    }

    private void obey(byte[] json) throws IOException {
        try {
            var message = ApiJson.read(json, InstanceExecControl.class);
            switch (message.command()) {
                case "window-resize" ->
                    resizing.resize(new WindowSize(
                            Integer.parseInt(message.args().getOrDefault("width", "")),
                            Integer.parseInt(message.args().getOrDefault("height", ""))));
                case "signal" -> program.signal(message.signal());
                default -> LOG.debug("unknown command on the control channel of an exec: {}", message.command());
            }
        } catch (MalformedJsonException | IllegalArgumentException e) {
            LOG.debug("a message on the control channel of an exec makes no sense: {}", e.getMessage());
        }
    }
}
