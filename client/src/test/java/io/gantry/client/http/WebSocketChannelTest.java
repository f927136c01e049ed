package io.gantry.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.transport.Message;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of a websocket, on bytes that stand for the server. */
class WebSocketChannelTest {
    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** A server that has said all it says, and hears what it is told. */
    private static final class Server {
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final AtomicBoolean isClosed = new AtomicBoolean();

        Server frame(int first, byte... payload) {
            said.write(first);
            if (payload.length < 126) {
                said.write(payload.length);
            } else if (payload.length < 1 << 16) {
                said.writeBytes(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
            } else {
                said.write(127);
                said.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            said.writeBytes(payload);
            return this;
        }

        Server raw(int... octets) {
            for (int octet : octets) {
                said.write(octet);
            }
            return this;
        }

        WebSocketChannel channel() {
            var in = new BufferedInputStream(new ByteArrayInputStream(said.toByteArray()));
            return new WebSocketChannel(new Wire(in, heard, () -> isClosed.set(true), Optional.empty()));
        }

        List<Frame> heard() {
            return Frame.all(heard.toByteArray());
        }
    }

    /** A client's frame, unmasked. */
    private record Frame(int first, ByteBuffer payload) {
        static List<Frame> all(byte[] bytes) {
            var frames = new ArrayList<Frame>();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                int first = in.get() & 0xff;
                int second = in.get() & 0xff;
                assertThat(second & 0x80).as("a client's frames are masked").isEqualTo(0x80);
                int small = second & 0x7f;
                long length = small == 126 ? in.getShort() & 0xffff : small == 127 ? in.getLong() : small;
                byte[] mask = new byte[4];
                in.get(mask);
                byte[] payload = new byte[Math.toIntExact(length)];
                in.get(payload);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i % 4];
                }
                frames.add(new Frame(first, ByteBuffer.wrap(payload)));
            }
            return frames;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsTextsAndBinaries() throws IOException {
        byte[] large = new byte[100_000];
        new Random(7).nextBytes(large);
        var server = new Server().frame(FINAL | TEXT, utf8("grüß")).frame(FINAL | BINARY, large);
        try (var channel = server.channel()) {
            assertThat(channel.receive()).isEqualTo(new Message.Text("grüß"));
            assertThat(channel.receive()).isEqualTo(new Message.Binary(ByteBuffer.wrap(large)));
        }
    }

    @Test
    void joinsFragmentsAndAnswersPingsBetweenThem() throws IOException {
        var server = new Server()
                .frame(TEXT, utf8("one "))
                .frame(FINAL | PING, utf8("are you there"))
                .frame(0, utf8("two "))
                .frame(FINAL | PONG)
                .frame(FINAL, utf8("three"));
        try (var channel = server.channel()) {
            assertThat(channel.receive()).isEqualTo(new Message.Text("one two three"));
        }
        Frame pong = server.heard().getFirst();
        assertThat(pong.first()).isEqualTo(FINAL | PONG);
        assertThat(pong.payload()).isEqualTo(ByteBuffer.wrap(utf8("are you there")));
    }

    @Test
    void aMillionFragmentsTakeNoLongerThanTheirBytes() throws IOException {
        var server = new Server().frame(BINARY, (byte) 0);
        for (int i = 1; i < 1_000_000; i++) {
            server.frame(0, (byte) i);
        }
        server.frame(FINAL);
        try (var channel = server.channel()) {
            assertThat(channel.receive())
                    .isInstanceOfSatisfying(
                            Message.Binary.class,
                            message -> assertThat(message.data().remaining()).isEqualTo(1_000_000));
        }
    }

    @Test
    void saysGoodbyeInTurnAndStaysClosed() throws IOException {
        var server = new Server().frame(FINAL | CLOSE, (byte) 0x03, (byte) 0xe9, (byte) 'b', (byte) 'y', (byte) 'e');
        try (var channel = server.channel()) {
            var closed = new Message.Closed(1001, "bye");
            assertThat(channel.receive()).isEqualTo(closed);
            assertThat(channel.receive()).isEqualTo(closed);
            assertThatThrownBy(() -> channel.sendText("too late")).isInstanceOf(IOException.class);
        }
        assertThat(server.heard()).extracting(Frame::first).containsExactly(FINAL | CLOSE);
        assertThat(server.isClosed).isTrue();
    }

    @Test
    void aConnectionThatEndsBetweenMessagesIsAbnormal() throws IOException {
        try (var channel = new Server().channel()) {
            assertThat(channel.receive()).isEqualTo(new Message.Closed(1006, "the connection ended"));
        }
    }

    @Test
    void aMessageThatIsCutAnywhereIsRefused() {
        var whole = new Server().frame(TEXT, utf8("a")).frame(FINAL, new byte[300]);
        byte[] bytes = whole.said.toByteArray();
        for (int length = 1; length < bytes.length; length++) {
            var cut = new Server();
            cut.said.write(bytes, 0, length);
            try (var channel = cut.channel()) {
                // Between the fragments the end is clean as far as frames go, but the message is lost.
                Message end = channel.receive();
                assertThat(length).isEqualTo(3);
                assertThat(end).isInstanceOf(Message.Closed.class);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("in the middle of a message");
                assertThat(cut.isClosed).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1 00", // a bit of an extension
                "80 00", // a continuation of nothing
                "01 00 81 00", // a message within a message
                "09 00", // a ping in fragments
                "89 7e 00 7e", // a ping of 126 bytes
                "83 00", // no such type
                "8b 00", // no such control type
                "88 01 03", // half a reason
                "81 80 00 00 00 00", // masked
                "82 7f 00 00 00 00 04 00 00 01", // more than 64 MiB
                "82 7f ff ff ff ff ff ff ff ff", // a negative length
            })
    void refusesWhatBreaksTheProtocol(String hex) {
        var server = new Server();
        for (String octet : hex.split(" ", -1)) {
            server.raw(Integer.parseInt(octet, 16));
        }
        server.raw(new int[200]);
        try (var channel = server.channel()) {
            assertThatThrownBy(channel::receive).isInstanceOf(IOException.class);
            assertThat(server.isClosed).isTrue();
        }
    }

    @Test
    void manyFragmentsAreNoWayAroundTheLargestMessage() {
        var server = new Server().frame(BINARY, new byte[40 << 20]).frame(0, new byte[40 << 20]);
        try (var channel = server.channel()) {
            assertThatThrownBy(channel::receive).hasMessageContaining("64 MiB");
        }
    }

    @Test
    void masksPayloadsOfEachLengthAndAlignment() throws IOException {
        var random = new Random(3);
        var server = new Server();
        var sent = new ArrayList<byte[]>();
        try (var channel = server.channel()) {
            for (int length : new int[] {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 65_537, 200_001}) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                sent.add(payload);
                channel.sendBinary(ByteBuffer.wrap(payload));
            }
            channel.sendText("ünde");
        }
        List<Frame> heard = server.heard();
        for (int i = 0; i < sent.size(); i++) {
            assertThat(heard.get(i).first()).isEqualTo(FINAL | BINARY);
            assertThat(heard.get(i).payload()).isEqualTo(ByteBuffer.wrap(sent.get(i)));
        }
        assertThat(heard.get(sent.size()).payload()).isEqualTo(ByteBuffer.wrap(utf8("ünde")));
        assertThat(heard.getLast().first()).isEqualTo(FINAL | CLOSE);
    }

    /** Whatever a server says, receiving ends: with a message, a good-bye or an IOException. */
    @Test
    void randomBytesNeverDoMoreThanFail() {
        var random = new Random(2);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(1, 400)];
            random.nextBytes(noise);
            // Most noise is refused for its first frame alone.
            noise[0] = (byte) (FINAL | random.nextInt(16));
            var server = new Server();
            server.said.writeBytes(noise);
            try (var channel = server.channel()) {
                for (int i = 0; i <= noise.length; i++) {
                    if (channel.receive() instanceof Message.Closed) {
                        break;
                    }
                    assertThat(i).isLessThan(noise.length);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    /** A peer that takes nothing until it is told to. */
    private static final class SlowReader extends OutputStream {
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final CountDownLatch isAsked = new CountDownLatch(1);
        private final CountDownLatch reads = new CountDownLatch(1);

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            isAsked.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            heard.write(bytes, offset, length);
        }
    }

    @Test
    void closingDoesNotWaitForAThreadThatSendsToAPeerWhoDoesNotRead() throws Exception {
        var peer = new SlowReader();
        var channel = new WebSocketChannel(new Wire(
                new BufferedInputStream(new ByteArrayInputStream(new byte[0])), peer, () -> {}, Optional.empty()));
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                channel.sendText("blocked");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        peer.isAsked.await();

        channel.close();

        assertThat(sender.isAlive()).isTrue();
        peer.reads.countDown();
        sender.join();
        assertThat(Frame.all(peer.heard.toByteArray()))
                .extracting(Frame::first)
                .as("the message under way, then the good-bye that waited for it")
                .containsExactly(FINAL | TEXT, FINAL | CLOSE);
    }
}
