package io.gantry.daemon.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventListenerTest {
    private final EventBroadcast events = new EventBroadcast(InstantSource.system());

    @Test
    void whatHappensBeforeTheChannelIsOpenIsToldToo() throws Exception {
        var listener = new EventListener(Set.of("lifecycle"));
        events.add(listener);
        events.lifecycle("instance-created", "/1.0/instances/c1", Map.of());

        var client = new Client();
        Thread running = Thread.ofVirtual().start(() -> run(listener, client));

        assertThat(client.told.take()).contains("instance-created", "/1.0/instances/c1");
        client.close();
        running.join();
    }

    @Test
    void aListenerThatDoesNotKeepUpHearsOfNothingMore() {
        var listener = new EventListener(Set.of("lifecycle"));
        events.add(listener);
        var client = new Client();
        for (int event = 0; event < 5000; event++) {
            events.lifecycle("instance-created", "/1.0/instances/" + event, Map.of());
        }

        run(listener, client);

        assertThat(client.isClosed.getCount()).isZero();
    }

    private static void run(EventListener listener, Client client) {
        try {
            listener.run(client);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Client implements MessageChannel {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final CountDownLatch isClosed = new CountDownLatch(1);

        @Override
        public Message receive() throws IOException {
            try {
                isClosed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
            return new Message.Closed(1000, "");
        }

        @Override
        public void sendText(String text) {
            told.add(text);
        }

        @Override
        public void sendBinary(ByteBuffer data) {
            throw new AssertionError("events are texts");
        }

        @Override
        public void close() {
            isClosed.countDown();
        }
    }
}
