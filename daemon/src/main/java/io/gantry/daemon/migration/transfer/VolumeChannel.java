package io.gantry.daemon.migration.transfer;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The filesystem channel: in each direction a sequence of byte streams, each of binary messages and ended by a
 * text message, as LXD has it. One thread may read while another writes.
 */
public final class VolumeChannel implements AutoCloseable {
    /** More than any header needs; a peer that sends more is broken. */
    private static final int LARGEST_FRAME = 64 << 20;

    private static final int BUFFER = 128 * 1024;

    private final MessageChannel messages;
    private volatile boolean isLost;

    public VolumeChannel(MessageChannel messages) {
        this.messages = messages;
    }

    /** The peer's next stream. It ends where the peer ends it; a lost peer is an IOException, never an end. */
    public InputStream nextStream() {
        return new Incoming();
    }

    /** Our next stream. Closing it ends it for the peer. */
    public OutputStream newStream() {
        return new Outgoing();
    }

    /** The peer's next stream as a whole. */
    public byte[] readFrame() throws IOException {
        var frame = new ByteArrayOutputStream();
        try (InputStream stream = nextStream()) {
            byte[] buffer = new byte[BUFFER];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                if (frame.size() + count > LARGEST_FRAME) {
                    throw new IOException("the other server sent a header of more than " + LARGEST_FRAME + " bytes");
                }
                frame.write(buffer, 0, count);
            }
        }
        return frame.toByteArray();
    }

    /** Sends these bytes as one stream. */
    public void writeFrame(byte[] bytes) throws IOException {
        try (OutputStream stream = newStream()) {
            stream.write(bytes);
        }
    }

    /** Whether the connection broke, or the peer has closed it, while something was read or written. */
    public boolean isLost() {
        return isLost;
    }

    /** Ends all reading and writing; whoever waits gets an exception. */
    @Override
    public void close() {
        messages.close();
    }

    private Message receive() throws IOException {
        try {
            return messages.receive();
        } catch (IOException e) {
            isLost = true;
            throw e;
        }
    }

    /** Sends one message. */
    private interface Sending {
        void send() throws IOException;
    }

    private void send(Sending message) throws IOException {
        try {
            message.send();
        } catch (IOException e) {
            isLost = true;
            throw e;
        }
    }

    private final class Incoming extends InputStream {
        private ByteBuffer current = ByteBuffer.allocate(0);
        private boolean isEnded;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!isEnded && !current.hasRemaining()) {
                switch (receive()) {
                    case Message.Binary(ByteBuffer data) -> current = data;
                    case Message.Text _ -> isEnded = true;
                    case Message.Closed closed -> {
                        isLost = true;
                        throw new IOException("the other server closed the filesystem channel before the transfer was "
                                + "complete" + (closed.reason().isEmpty() ? "" : ": " + closed.reason()));
                    }
                }
            }
            if (isEnded) {
                return -1;
            }
            int count = Math.min(length, current.remaining());
            current.get(bytes, offset, count);
            return count;
        }
    }

    private final class Outgoing extends OutputStream {
        private boolean isEnded;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            send(() -> messages.sendBinary(ByteBuffer.wrap(bytes, offset, length)));
        }

        @Override
        public void close() throws IOException {
            if (!isEnded) {
                isEnded = true;
                send(() -> messages.sendText(""));
            }
        }
    }
}
