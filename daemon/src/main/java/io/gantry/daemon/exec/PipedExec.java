package io.gantry.daemon.exec;

import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.AttachedProgram;
import io.gantry.system.attach.ContainerExec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program whose input, output and errors are a channel each. As in LXD, its exit status is told when all output was
 * sent, also that of what it left in the background.
 */
record PipedExec(ContainerExec attach, AttachRequest request) {
    static final List<String> CHANNELS = List.of("0", "1", "2", ExecControl.CHANNEL);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    void run(OperationContext context, Channels channels) throws InterruptedException {
        try (MessageChannel input = channels.await("0", CONNECT_LIMIT);
                MessageChannel output = channels.await("1", CONNECT_LIMIT);
                MessageChannel errors = channels.await("2", CONNECT_LIMIT);
                AttachedProgram program = attach.withPipes(request)) {
            var control = new ExecControl(channels, program, _ -> {});
            Thread controlThread = Thread.ofVirtual().name("exec control").start(control::serve);
            try {
                Thread.ofVirtual().name("exec input").start(() -> StreamPumps.receive(input, program.input()));
                Thread.ofVirtual().name("exec watch").start(() -> killWhenAbandoned(output, control, program));
                Thread outputThread =
                        Thread.ofVirtual().name("exec output").start(() -> StreamPumps.send(program.output(), output));
                Thread errorThread =
                        Thread.ofVirtual().name("exec errors").start(() -> StreamPumps.send(program.errors(), errors));
                int status = program.waitFor();
                outputThread.join();
                errorThread.join();
                ExitStatus.tell(context, Map.of(), status);
            } finally {
                controlThread.interrupt();
            }
        }
    }

    /** A client without a control channel is gone when its output channel closes. */
    private static void killWhenAbandoned(MessageChannel output, ExecControl control, AttachedProgram program) {
        try {
            output.receive();
        } catch (IOException _) {
            // Lost: the same as closed.
        }
        if (!control.isConnected()) {
            program.abandon();
        }
    }
}
