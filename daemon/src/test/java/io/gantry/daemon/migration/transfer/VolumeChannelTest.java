package io.gantry.daemon.migration.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.migration.JoinedChannels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of binary messages, each ended by a text message. */
@Timeout(60)
class VolumeChannelTest {
    private final JoinedChannels line = new JoinedChannels();
    private final MessageChannel peer = line.left();
    private final VolumeChannel channel = new VolumeChannel(line.right());

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private String sent() throws IOException {
        return switch (peer.receive()) {
            case Message.Binary(ByteBuffer data) -> "binary " + UTF_8.decode(data);
            case Message.Text(String text) -> "text " + text;
            case Message.Closed _ -> "closed";
        };
    }

    @Test
    void aStreamEndsWithTheTextMessageAndTheNextBeginsAfterIt() throws IOException {
        peer.sendBinary(bytes("ab"));
        peer.sendBinary(bytes("c"));
        peer.sendText("");
        peer.sendBinary(bytes("second"));
        peer.sendText("");

        InputStream first = channel.nextStream();
        assertThat(first.readAllBytes()).asString(UTF_8).isEqualTo("abc");
        assertThat(first.read()).isEqualTo(-1);
        assertThat(channel.readFrame()).asString(UTF_8).isEqualTo("second");
        assertThat(channel.isLost()).isFalse();
    }

    @Test
    void aMessageIsReadInAsManyPiecesAsTheReaderWants() throws IOException {
        peer.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 0xff, 1, 2, 3}));
        peer.sendText("");
        InputStream stream = channel.nextStream();
        byte[] two = new byte[5];

        assertThat(stream.read()).isEqualTo(0xff);
        assertThat(stream.read(two, 2, 2)).isEqualTo(2);
        assertThat(two).containsExactly(0, 0, 1, 2, 0);
        assertThat(stream.read(two, 0, 0)).isZero();
        assertThat(stream.read(two, 0, 5)).isEqualTo(1);
        assertThat(stream.read(two, 0, 5)).isEqualTo(-1);
    }

    @Test
    void emptyMessagesAreNoEndAndAStreamMayBeEmpty() throws IOException {
        peer.sendText("");
        peer.sendBinary(bytes(""));
        peer.sendBinary(bytes("x"));
        peer.sendText("end");

        assertThat(channel.readFrame()).isEmpty();
        assertThat(channel.readFrame()).asString(UTF_8).isEqualTo("x");
    }

    @Test
    void whatIsWrittenIsBinaryAndItsEndIsSentOnce() throws IOException {
        OutputStream stream = channel.newStream();
        stream.write("abcd".getBytes(UTF_8), 1, 2);
        stream.write('e');
        stream.close();
        stream.close();
        channel.writeFrame("frame".getBytes(UTF_8));

        assertThat(sent()).isEqualTo("binary bc");
        assertThat(sent()).isEqualTo("binary e");
        assertThat(sent()).isEqualTo("text ");
        assertThat(sent()).isEqualTo("binary frame");
        assertThat(sent()).isEqualTo("text ");
    }

    @Test
    void aPeerThatIsGoneIsNoEndOfAStream() throws IOException {
        peer.sendBinary(bytes("half"));
        peer.close();
        InputStream stream = channel.nextStream();
        assertThat(stream.read(new byte[9], 0, 9)).isEqualTo(4);
        assertThat(channel.isLost()).isFalse();

        assertThatThrownBy(stream::read)
                .isInstanceOf(IOException.class)
                .hasMessage("the other server closed the filesystem channel before the transfer was complete: cut");
        assertThat(channel.isLost()).isTrue();
    }

    @Test
    void aPeerThatGoesWithoutAReasonHasNoneTold() {
        assertThatThrownBy(() -> new VolumeChannel(new Ended()).readFrame())
                .isInstanceOf(IOException.class)
                .hasMessage("the other server closed the filesystem channel before the transfer was complete");
    }

    @Test
    void aConnectionThatBreaksWhileItIsWrittenOrReadIsLost() {
        var cut = new VolumeChannel(new JoinedChannels(new AtomicInteger()).left());
        var broken = new VolumeChannel(new Broken());

        assertThatThrownBy(() -> cut.writeFrame(new byte[] {1})).hasMessage("the line is cut");
        assertThatThrownBy(broken::readFrame).hasMessage("reset");

        assertThat(cut.isLost()).isTrue();
        assertThat(broken.isLost()).isTrue();
    }

    @Test
    void closingEndsWhoReads() {
        channel.close();

        assertThatThrownBy(channel::readFrame).hasMessageContaining("closed the filesystem channel");
    }

    @Test
    void aHeaderHasABound() {
        var endless = new VolumeChannel(new Endless());

        assertThatThrownBy(endless::readFrame)
                .isInstanceOf(IOException.class)
                .hasMessage("the other server sent a header of more than 67108864 bytes");
    }

    private abstract static class Speaker implements MessageChannel {
        @Override
        public void sendText(String text) {}

        @Override
        public void sendBinary(ByteBuffer data) {}

        @Override
        public void close() {}
    }

    private static final class Ended extends Speaker {
        @Override
        public Message receive() {
            return new Message.Closed(1000, "");
        }
    }

    private static final class Broken extends Speaker {
        @Override
        public Message receive() throws IOException {
            throw new IOException("reset");
        }
    }

    private static final class Endless extends Speaker {
        private final byte[] megabyte = new byte[1 << 20];

        @Override
        public Message receive() {
            return new Message.Binary(ByteBuffer.wrap(megabyte));
        }
    }
}
