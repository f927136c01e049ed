package io.gantry.daemon.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The streams of an exec, on a client that has said all it says. */
class StreamPumpsTest {
    private static final class Client implements MessageChannel {
        private final Queue<Message> said;

        Client(Message... said) {
            this.said = new ArrayDeque<>(List.of(said));
        }

        @Override
        public Message receive() {
            Message next = said.poll();
            return next == null ? new Message.Closed(1000, "") : next;
        }

        @Override
        public void sendText(String text) {
            throw new AssertionError("nothing is to be sent");
        }

        @Override
        public void sendBinary(ByteBuffer data) {
            throw new AssertionError("nothing is to be sent");
        }

        @Override
        public void close() {}
    }

    private static Message binary(String text) {
        return new Message.Binary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void inputGoesToTheProgramUpToTheEndMark() {
        var client = new Client(binary("one "), binary("two"), new Message.Text(""), binary("never"));
        var isClosed = new AtomicBoolean();
        var program = new ByteArrayOutputStream() {
            @Override
            public void close() {
                isClosed.set(true);
            }
        };

        StreamPumps.receive(client, program);

        assertThat(program.toString(StandardCharsets.UTF_8)).isEqualTo("one two");
        assertThat(isClosed).isTrue();
    }

    @Test
    void whatAProgramDoesNotReadIsReadAndThrownAway() {
        var client = new Client(binary("one"), binary("two"), binary("three"));

        StreamPumps.receive(client, new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        assertThat(client.said).isEmpty();
    }
}
