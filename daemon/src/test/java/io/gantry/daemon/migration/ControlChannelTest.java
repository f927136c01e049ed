package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.transfer.LostPeerException;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationControl;
import io.gantry.daemon.migration.wire.MigrationHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer says on the control channel, and what it may say wrong. */
@Timeout(60)
class ControlChannelTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final JoinedChannels line = new JoinedChannels();
    private final MessageChannel peer = line.left();
    private final ControlChannel control = new ControlChannel(line.right(), LONG);
    private final JoinedChannels volumeLine = new JoinedChannels();
    private final VolumeChannel volumes = new VolumeChannel(volumeLine.right());

    private void say(byte... bytes) throws IOException {
        peer.sendBinary(ByteBuffer.wrap(bytes));
    }

    private void say(boolean isSuccess, String message) throws IOException {
        say(MigrationControl.newBuilder()
                .setSuccess(isSuccess)
                .setMessage(message)
                .build()
                .toByteArray());
    }

    private MigrationControl heard() throws IOException {
        return peer.receive() instanceof Message.Binary(ByteBuffer data)
                ? MigrationControl.parseFrom(data)
                : MigrationControl.getDefaultInstance();
    }

    @Test
    void aHeaderGoesOverAsOneMessage() throws IOException {
        MigrationHeader header = MigrationHeader.newBuilder()
                .setFs(FsType.BTRFS)
                .addSnapshotNames("s")
                .build();

        new ControlChannel(peer, LONG).sendHeader(header);

        assertThat(control.receiveHeader()).isEqualTo(header);
    }

    @Test
    void successAndFailureAreSaidWithTheirFields() throws IOException {
        control.sendSuccess();
        control.sendFailure("the pool is full");

        assertThat(heard())
                .isEqualTo(MigrationControl.newBuilder()
                        .setSuccess(true)
                        .setMessage("")
                        .build());
        assertThat(heard())
                .isEqualTo(MigrationControl.newBuilder()
                        .setSuccess(false)
                        .setMessage("the pool is full")
                        .build());
    }

    @Test
    void aFailureOfThePeerIsToldWithItsReason() throws IOException {
        say(true, "");
        control.receiveSuccess();

        say(false, "the pool is full");
        assertThatThrownBy(control::receiveSuccess)
                .isInstanceOf(DaemonException.class)
                .hasMessage("the other server gave up the transfer: the pool is full");
    }

    @Test
    void whatIsNoMessageOfOursIsRefused() throws IOException {
        for (byte[] garbage : new byte[][] {{(byte) 0xff, 1, 2}, {}, {0x0a, 0x7f}}) {
            say(garbage);
            assertThatThrownBy(control::receiveHeader)
                    .isInstanceOf(DaemonException.class)
                    .hasMessage("the other server sent a control message that cannot be read");
        }
        say(new byte[0]);
        assertThatThrownBy(control::receiveSuccess).hasMessageContaining("cannot be read");
    }

    @Test
    void textIsRefused() throws IOException {
        peer.sendText("hello");

        assertThatThrownBy(control::receiveHeader)
                .isInstanceOf(DaemonException.class)
                .hasMessage("the other server sent text on the control channel");
    }

    @Test
    void aPeerThatIsGoneBeforeItsHeaderIsNotCalledLate() {
        peer.close();

        assertThatThrownBy(control::receiveHeader)
                .isInstanceOf(LostPeerException.class)
                .hasMessage("the other server closed the control channel before the transfer was complete: cut");
    }

    @Test
    void aHeaderInTimeLeavesTheChannelOpen() throws IOException {
        say(MigrationHeader.newBuilder().setFs(FsType.RSYNC).build().toByteArray());
        var timed = new ControlChannel(line.right(), LONG);

        assertThat(timed.receiveHeader().getFs()).isEqualTo(FsType.RSYNC);
        say(true, "");
        timed.receiveSuccess();
    }

    @Test
    void theWatchSaysThatThePeerHasSucceeded() throws Exception {
        var watch = new ControlWatch(control, volumes);
        say(true, "");

        assertThat(watch.hasSucceeded(LONG)).isTrue();
        watch.await();
        var ours = new IOException("ours");
        assertThat(watch.reasonOf(ours)).isSameAs(ours);
        volumeLine.left().sendText("");
        assertThat(volumes.readFrame()).isEmpty();
    }

    @Test
    void aPeerThatGivesUpEndsWhoWaitsForItsVolumesAndItsReasonCounts() throws Exception {
        var watch = new ControlWatch(control, volumes);
        say(false, "the pool is full");

        assertThatThrownBy(volumes::readFrame).isInstanceOf(IOException.class);
        assertThat(watch.hasSucceeded(LONG)).isFalse();
        assertThatThrownBy(watch::await).isInstanceOf(DaemonException.class).hasMessageEndingWith("the pool is full");
        var ours = new IOException("ours");
        assertThat(watch.reasonOf(ours))
                .hasMessage("the other server gave up the transfer: the pool is full")
                .hasSuppressedException(ours);
    }

    @Test
    void aPeerThatVanishesGivesNoReasonOfItsOwn() throws Exception {
        var watch = new ControlWatch(control, volumes);
        peer.close();

        assertThatThrownBy(watch::await).isInstanceOf(LostPeerException.class);
        assertThatThrownBy(volumes::readFrame).isInstanceOf(IOException.class);
        var ours = new IOException("ours");
        assertThat(watch.reasonOf(ours)).isSameAs(ours);
    }

    @Test
    void aPeerThatSaysNothingHasNotSucceeded() throws Exception {
        var watch = new ControlWatch(control, volumes);

        assertThat(watch.hasSucceeded(Duration.ZERO)).isFalse();
        var ours = new IOException("ours");
        assertThat(watch.reasonOf(ours)).isSameAs(ours);
        peer.close();
    }
}
