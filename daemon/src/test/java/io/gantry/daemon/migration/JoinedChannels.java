package io.gantry.daemon.migration;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two ends of a channel in memory. The line can be cut after a number of messages. */
public final class JoinedChannels {
    private final BlockingQueue<Message> toLeft = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> toRight = new LinkedBlockingQueue<>();
    private final AtomicInteger messagesLeft;

    /** A line that is never cut. */
    public JoinedChannels() {
        this(new AtomicInteger(Integer.MAX_VALUE));
    }

    /** @param messagesLeft counted over all channels that share it; when it is used up the line is cut */
    public JoinedChannels(AtomicInteger messagesLeft) {
        this.messagesLeft = messagesLeft;
    }

    public MessageChannel left() {
        return new End(toLeft, toRight);
    }

    public MessageChannel right() {
        return new End(toRight, toLeft);
    }

    private final class End implements MessageChannel {
        private final BlockingQueue<Message> incoming;
        private final BlockingQueue<Message> outgoing;

        End(BlockingQueue<Message> incoming, BlockingQueue<Message> outgoing) {
            this.incoming = incoming;
            this.outgoing = outgoing;
        }

        @Override
        public Message receive() throws IOException {
            try {
                Message message = incoming.take();
                if (message instanceof Message.Closed) {
                    incoming.add(message);
                }
                return message;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void sendText(String text) throws IOException {
            send(new Message.Text(text));
        }

        @Override
        public void sendBinary(ByteBuffer data) throws IOException {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            send(new Message.Binary(ByteBuffer.wrap(copy)));
        }

        private void send(Message message) throws IOException {
            if (messagesLeft.getAndDecrement() <= 0) {
                close();
                throw new IOException("the line is cut");
            }
            outgoing.add(message);
            // A websocket reports what it was sending when the other side closed it as failed, arrived or not.
            if (incoming.stream().anyMatch(Message.Closed.class::isInstance)) {
                throw new IOException("sending failed: the channel is closed");
            }
        }

        @Override
        public void close() {
            incoming.add(new Message.Closed(1006, "cut"));
            outgoing.add(new Message.Closed(1006, "cut"));
        }
    }
}
