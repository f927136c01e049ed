package io.gantry.client.http;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a websocket. A ping goes out every 10 s; a peer that has been silent for 35 s while we listen
 * is gone, and the connection with it.
 */
final class WebSocketChannel implements MessageChannel {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int CONTROL = 0x08;
    private static final int LARGEST_CONTROL = 125;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int LARGEST_MESSAGE = 64 << 20;
    private static final int TRUSTED_LENGTH = 1 << 20;
    private static final int PIECE = 64 << 10;

    private static final int NORMAL = 1000;
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL = 1006;

    private static final long GOODBYE_MILLIS = 2_000;
    private static final long PING_MILLIS = 10_000;
    private static final long SILENCE_NANOS = 35_000_000_000L;

    private final Wire wire;
    private final ReentrantLock sending = new ReentrantLock();
    private final SecureRandom random = new SecureRandom();
    private final byte[] frame = new byte[PIECE + 14];
    private final Thread pings;
    private volatile boolean isReading;
    private volatile boolean isGone;
    private volatile boolean isClosing;
    private volatile boolean hasSaidGoodbye;
    private volatile long heardAt = System.nanoTime();
    private Message.@Nullable Closed closed;

    WebSocketChannel(Wire wire) {
        this.wire = wire;
        pings = Thread.ofPlatform().daemon().name("websocket-pings").start(this::ping);
    }

    private void ping() {
        try {
            while (true) {
                Thread.sleep(PING_MILLIS);
                if (isReading && System.nanoTime() - heardAt > SILENCE_NANOS) {
                    isGone = true;
                    hangUp();
                    return;
                }
                // While a message is on its way, a ping would only wait behind it.
                if (sending.tryLock()) {
                    try {
                        writeFrame(PING, ByteBuffer.allocate(0));
                    } finally {
                        release();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            wire.close();
        }
    }

    @Override
    public Message receive() throws IOException {
        Message.Closed known = closed;
        if (known != null) {
            return known;
        }
        isReading = true;
        heardAt = System.nanoTime();
        try {
            return readMessage(wire.in());
        } catch (IOException e) {
            if (isGone) {
                throw new IOException("the peer has been silent for more than 35 s: it or its network is gone", e);
            }
            if (isClosing) {
                return end(new Message.Closed(NORMAL, ""));
            }
            // Nobody can say where the next message would begin.
            wire.close();
            throw e;
        } finally {
            isReading = false;
        }
    }

    /** Reads frames until a message is whole; control frames may come between its fragments. */
    private Message readMessage(InputStream in) throws IOException {
        int type = CONTINUATION;
        byte[] only = new byte[0];
        ByteArrayOutputStream fragments = null;
        while (true) {
            int first = in.read();
            if (first < 0) {
                return end(new Message.Closed(ABNORMAL, "the connection ended"));
            }
            int opcode = first & 0x0f;
            boolean isFinal = (first & FINAL) != 0;
            if ((first & RESERVED) != 0) {
                throw broken("a frame has bits of an extension that nobody asked for");
            }
            byte[] payload = readPayload(in, fragments == null ? 0 : fragments.size());
            heardAt = System.nanoTime();
            if ((opcode & CONTROL) != 0) {
                Message.Closed goodbye = control(opcode, isFinal, payload);
                if (goodbye != null) {
                    return goodbye;
                }
                continue;
            }
            type = typeAfter(type, opcode);
            if (isFinal && fragments == null) {
                only = payload;
            } else {
                fragments = fragments == null ? new ByteArrayOutputStream() : fragments;
                fragments.writeBytes(payload);
            }
            if (isFinal) {
                return message(type, fragments == null ? only : fragments.toByteArray());
            }
        }
    }

    /** The type of the message under way after one more frame of it. */
    private static int typeAfter(int type, int opcode) throws IOException {
        boolean isUnderWay = type != CONTINUATION;
        if (opcode == CONTINUATION && isUnderWay) {
            return type;
        }
        if ((opcode == TEXT || opcode == BINARY) && !isUnderWay) {
            return opcode;
        }
        throw broken("a frame of type " + opcode + (isUnderWay ? " comes within a message" : " begins a message"));
    }

    private static Message message(int type, byte[] whole) {
        // Peers are not held to valid UTF-8, which Go's don't check either: what is broken shows as U+FFFD.
        return type == TEXT
                ? new Message.Text(new String(whole, StandardCharsets.UTF_8))
                : new Message.Binary(ByteBuffer.wrap(whole));
    }

    /** Acts on a control frame; the peer's good-bye is returned. */
    private Message.@Nullable Closed control(int opcode, boolean isFinal, byte[] payload) throws IOException {
        if (!isFinal || payload.length > LARGEST_CONTROL) {
            throw broken("a control frame is in fragments, or too large");
        }
        switch (opcode) {
            case PING -> answer(payload);
            case PONG -> {}
            case CLOSE -> {
                return peerSaidGoodbye(payload);
            }
            default -> throw broken("there is no frame of type " + opcode);
        }
        return null;
    }

    private static IOException broken(String how) {
        return new IOException("the peer breaks the websocket protocol: " + how);
    }

    private static byte[] readPayload(InputStream in, int before) throws IOException {
        int second = octet(in);
        if ((second & MASKED) != 0) {
            throw broken("a server does not mask");
        }
        long length = second & 0x7f;
        if (length == SHORT_LENGTH) {
            length = number(in, 2);
        } else if (length == LONG_LENGTH) {
            length = number(in, 8);
        }
        if (length < 0 || length + before > LARGEST_MESSAGE) {
            throw new IOException("the peer sends a message of more than 64 MiB");
        }
        // A length that is only claimed is not to cost much memory.
        byte[] payload = length <= TRUSTED_LENGTH ? new byte[(int) length] : in.readNBytes((int) length);
        int read = length <= TRUSTED_LENGTH ? in.readNBytes(payload, 0, payload.length) : payload.length;
        if (read < length) {
            throw new IOException("the connection ended in the middle of a message");
        }
        return payload;
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new IOException("the connection ended in the middle of a message");
        }
        return octet;
    }

    private static long number(InputStream in, int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) {
            number = number << 8 | octet(in);
        }
        return number;
    }

    /** A peer that is gone hears no answer, but what it sent before is still to be read. */
    private void answer(byte[] payload) {
        sending.lock();
        try {
            writeFrame(PONG, ByteBuffer.wrap(payload));
        } catch (IOException e) {
            // The end of the connection shows where reading comes to it.
            return;
        } finally {
            release();
        }
    }

    private Message.Closed peerSaidGoodbye(byte[] payload) throws IOException {
        if (payload.length == 1) {
            throw broken("half a reason for the end");
        }
        int code = payload.length >= 2 ? (payload[0] & 0xff) << 8 | (payload[1] & 0xff) : NO_STATUS;
        String reason = payload.length > 2 ? new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8) : "";
        Message.Closed why = end(new Message.Closed(code, reason));
        close();
        hangUp();
        return why;
    }

    private Message.Closed end(Message.Closed why) {
        closed = why;
        return why;
    }

    @Override
    public void sendText(String text) throws IOException {
        send(TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void sendBinary(ByteBuffer data) throws IOException {
        send(BINARY, data);
    }

    private void send(int opcode, ByteBuffer data) throws IOException {
        sending.lock();
        try {
            if (isClosing) {
                throw new IOException("the websocket is closed");
            }
            writeFrame(opcode, data);
        } finally {
            release();
        }
    }

    /** Lets others send, and says the good-bye that waited for it. */
    private void release() {
        sending.unlock();
        if (isClosing) {
            sayGoodbyeUnlessOneSends();
        }
    }

    /** Writes a message of one frame; the caller holds the lock. Payloads of clients are masked (RFC 6455, 5.3). */
    private void writeFrame(int opcode, ByteBuffer data) throws IOException {
        int length = data.remaining();
        ByteBuffer buffer = ByteBuffer.wrap(frame).order(ByteOrder.BIG_ENDIAN);
        buffer.put((byte) (FINAL | opcode));
        if (length < SHORT_LENGTH) {
            buffer.put((byte) (MASKED | length));
        } else if (length < 1 << 16) {
            buffer.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) length);
        } else {
            buffer.put((byte) (MASKED | LONG_LENGTH)).putLong(length);
        }
        int mask = random.nextInt();
        buffer.putInt(mask);
        long wideMask = (mask & 0xffffffffL) << 32 | (mask & 0xffffffffL);
        while (true) {
            // Pieces begin at multiples of eight bytes, so that the mask goes on where it was.
            int piece = Math.min(data.remaining(), Math.min(buffer.remaining(), PIECE) & ~7);
            mask(data, buffer, piece, wideMask);
            wire.out().write(frame, 0, buffer.position());
            if (!data.hasRemaining()) {
                break;
            }
            buffer.clear();
        }
        wire.out().flush();
    }

    private static void mask(ByteBuffer from, ByteBuffer to, int count, long wideMask) {
        ByteBuffer source = from.order() == ByteOrder.BIG_ENDIAN ? from : from.order(ByteOrder.BIG_ENDIAN);
        int wide = count & ~7;
        for (int i = 0; i < wide; i += 8) {
            to.putLong(source.getLong() ^ wideMask);
        }
        for (int i = wide; i < count; i++) {
            to.put((byte) (source.get() ^ (byte) (wideMask >>> (56 - 8 * (i & 7)))));
        }
    }

    /**
     * Says good-bye. The connection ends when the peer has said so too, at the latest after 2 s: ended earlier, what
     * the peer has not read yet might be lost with it. Does not wait for a thread that is sending to a peer who does
     * not read: that thread says good-bye when it gets through.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (isClosing) {
                return;
            }
            isClosing = true;
        }
        sayGoodbyeUnlessOneSends();
        pings.interrupt();
        Thread.ofPlatform().daemon().name("websocket-goodbye").start(this::endSoon);
        if (!isReading) {
            Thread.ofPlatform().daemon().name("websocket-drain").start(this::drain);
        }
    }

    private void sayGoodbyeUnlessOneSends() {
        if (!sending.tryLock()) {
            return;
        }
        try {
            if (!hasSaidGoodbye) {
                hasSaidGoodbye = true;
                writeFrame(CLOSE, ByteBuffer.wrap(new byte[] {(byte) (NORMAL >> 8), (byte) NORMAL}));
            }
        } catch (IOException e) {
            // Nobody is there to hear it.
            wire.close();
        } finally {
            sending.unlock();
        }
    }

    private void endSoon() {
        try {
            Thread.sleep(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp();
    }

    /** Ends the connection, also under a thread that is sending to a peer who does not read. */
    private void hangUp() {
        if (sending.isLocked()) {
            wire.cut();
        } else {
            wire.close();
        }
    }

    private void drain() {
        try {
            wire.in().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The peer has ended it.
            return;
        } finally {
            wire.close();
        }
    }
}
