package io.gantry.daemon.exec;

import io.gantry.api.InstanceExecPost;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.AttachedTerminal;
import io.gantry.system.attach.ContainerExec;
import io.gantry.system.attach.WindowSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program on a terminal; what is typed and what is shown share a channel. */
record TerminalExec(ContainerExec attach, AttachRequest request, InstanceExecPost post) {
    static final List<String> CHANNELS = List.of("0", ExecControl.CHANNEL);
    private static final Logger LOG = LoggerFactory.getLogger(TerminalExec.class);
    /** What a user types at the end of the input: LXD hangs up instead, and what was shown last is lost. */
    private static final byte END_OF_FILE = 4;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    void run(OperationContext context, Channels channels) throws InterruptedException {
        var size = new WindowSize(Math.clamp(post.width(), 0, 0xffff), Math.clamp(post.height(), 0, 0xffff));
        try (MessageChannel screen = channels.await("0", CONNECT_LIMIT);
                AttachedTerminal terminal = attach.onTerminal(request, size)) {
            var control = new ExecControl(channels, terminal, terminal::resize);
            Thread controlThread = Thread.ofVirtual().name("exec control").start(control::serve);
            try {
                Thread.ofVirtual().name("exec typing").start(() -> type(screen, terminal));
                Thread shown =
                        Thread.ofVirtual().name("exec screen").start(() -> StreamPumps.send(terminal.output(), screen));
                int status = terminal.waitFor();
                shown.join();
                ExitStatus.tell(context, Map.of(), status);
            } finally {
                controlThread.interrupt();
            }
        }
    }

    private static void type(MessageChannel screen, AttachedTerminal terminal) {
        boolean isLineOpen = false;
        try {
            while (true) {
                switch (screen.receive()) {
                    case Message.Binary(ByteBuffer typed) -> {
                        if (typed.hasRemaining()) {
                            isLineOpen = typed.get(typed.limit() - 1) != '\n';
                        }
                        terminal.type(typed);
                    }
                    case Message.Text _ -> typeEnd(terminal, isLineOpen);
                    case Message.Closed _ -> {
                        terminal.hangUp();
                        return;
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("the terminal of an exec ends: {}", e.getMessage());
        }
    }

    /** Types the end of the input: once for what stands on the last line, once for the end itself. */
    private static void typeEnd(AttachedTerminal terminal, boolean isLineOpen) throws IOException {
        terminal.type(ByteBuffer.wrap(isLineOpen ? new byte[] {END_OF_FILE, END_OF_FILE} : new byte[] {END_OF_FILE}));
    }
}
