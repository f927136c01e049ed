package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.MigrationSource.Offer;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.transfer.VolumeReceiver;
import io.gantry.daemon.migration.transfer.VolumeSender;
import io.gantry.daemon.migration.wire.CriuType;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationControl;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How migrations end: a side that has all it wants closes its channels, whatever the other one still says. */
@Timeout(60)
class ChannelEndsTest {
    private static final Volume SOURCE = Volume.container("pool", "default", "c1");
    private static final Volume TARGET = Volume.container("other", "default", "c2");
    private static final List<TransferFormat> FORMATS = List.of(new Rsync(EnumSet.allOf(RsyncOption.class)));

    private final JoinedChannels control = new JoinedChannels(new AtomicInteger(Integer.MAX_VALUE));
    private final JoinedChannels volumes = new JoinedChannels(new AtomicInteger(Integer.MAX_VALUE));
    private final AtomicBoolean isRecorded = new AtomicBoolean();

    @Test
    void aSourceThatStillSpeaksWhenTheTargetHasAllHasSucceeded() throws Exception {
        assertThat(migrate(new TalkativeSender(), control.right())).isEqualTo(new Outcome("", ""));
    }

    @Test
    void aTargetWhoseLastWordClosesTheChannelHasSucceeded() throws Exception {
        assertThat(migrate(new PlainSender(), new ClosedAfter(control.right(), 2)))
                .isEqualTo(new Outcome("", ""));
        assertThat(isRecorded).isTrue();
    }

    @RepeatedTest(200)
    void bothSucceedInWhateverOrderTheirChannelsEnd() throws Exception {
        assertThat(migrate(new PlainSender(), control.right())).isEqualTo(new Outcome("", ""));
    }

    @Test
    void aTargetThatClosesItsChannelsWithoutAWordHasNotSucceeded() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> sending = threads.submit(() -> {
                source(new PlainSender()).run((name, _) -> name.equals("control") ? control.left() : volumes.left());
                return true;
            });
            MessageChannel target = control.right();
            assertThat(target.receive()).isInstanceOf(Message.Binary.class);
            target.close();
            volumes.right().close();

            assertThatThrownBy(sending::get).hasMessageContaining("closed");
        }
    }

    @Test
    void anOfferOfRunningProcessesIsRefusedAtOnceAndNothingIsMade() throws Exception {
        control.left()
                .sendBinary(MigrationHeader.newBuilder()
                        .setFs(FsType.RSYNC)
                        .setCriu(CriuType.CRIU_RSYNC)
                        .build()
                        .toByteString()
                        .asReadOnlyByteBuffer());

        assertThatThrownBy(() -> sink(control.right())).hasMessageContaining("--stateless");

        assertThat(isRecorded).isFalse();
        assertThat(control.left().receive())
                .isInstanceOfSatisfying(
                        Message.Binary.class,
                        answer -> assertThat(failure(answer))
                                .hasValueSatisfying(reason -> assertThat(reason).contains("--stateless")));
    }

    @Test
    void aPeerThatConnectsAndSaysNothingIsLetGo() throws Exception {
        assertThatThrownBy(() -> new ControlChannel(control.right(), Duration.ofMillis(20)).receiveHeader())
                .hasMessageContaining("has sent no migration header within");

        assertThat(control.left().receive()).isInstanceOf(Message.Closed.class);
    }

    private static Optional<String> failure(Message.Binary answer) {
        try {
            MigrationControl word = MigrationControl.parseFrom(answer.data());
            return word.getSuccess() ? Optional.empty() : Optional.of(word.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Messages of the failures; empty for success. */
    private record Outcome(String source, String sink) {}

    private Outcome migrate(VolumeSender sender, MessageChannel controlOfSink) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> sending = threads.submit(() -> {
                source(sender).run((name, _) -> name.equals("control") ? control.left() : volumes.left());
                return true;
            });
            Future<Boolean> receiving = threads.submit(() -> {
                sink(controlOfSink);
                return true;
            });
            return new Outcome(messageOf(sending), messageOf(receiving));
        }
    }

    private static String messageOf(Future<Boolean> end) throws InterruptedException {
        try {
            end.get();
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    private static MigrationSource source(VolumeSender sender) {
        MigrationHeader header =
                MigrationHeader.newBuilder().setFs(FsType.RSYNC).build();
        return new MigrationSource(new Offer(header, "{}", SOURCE, List.of(), FORMATS, false), _ -> sender);
    }

    private void sink(MessageChannel ofControl) throws Exception {
        new MigrationSink(TARGET, FORMATS, offer -> offer, _ -> new PlainReceiver(), new Recorder(isRecorded))
                .run((name, _) -> name.equals("control") ? ofControl : volumes.right());
    }

    /** A channel that closes with one of the messages sent: it has arrived, and is reported as failed. */
    private record ClosedAfter(MessageChannel channel, AtomicInteger left) implements MessageChannel {
        ClosedAfter(MessageChannel channel, int messages) {
            this(channel, new AtomicInteger(messages));
        }

        @Override
        public Message receive() throws IOException {
            return channel.receive();
        }

        @Override
        public void sendText(String text) throws IOException {
            channel.sendText(text);
            failAtLast();
        }

        @Override
        public void sendBinary(ByteBuffer data) throws IOException {
            channel.sendBinary(data);
            failAtLast();
        }

        private void failAtLast() throws IOException {
            if (left.decrementAndGet() == 0) {
                throw new IOException("sending on the websocket failed: ClosedChannelException");
            }
        }

        @Override
        public void close() {
            channel.close();
        }
    }

    private record PlainSender() implements VolumeSender {
        @Override
        public void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException {
            peer.writeFrame(new byte[] {1});
        }

        @Override
        public void sendChanges(Volume volume, VolumeChannel peer) {}
    }

    /** Goes on after all was sent, until the target has closed the channel. */
    private record TalkativeSender() implements VolumeSender {
        @Override
        public void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException {
            peer.writeFrame(new byte[] {1});
            peer.readFrame();
        }

        @Override
        public void sendChanges(Volume volume, VolumeChannel peer) {}
    }

    private record PlainReceiver() implements VolumeReceiver {
        @Override
        public void receive(
                Volume volume, List<String> snapshots, int passes, ReceivedOwners owners, VolumeChannel peer)
                throws IOException {
            peer.readFrame();
        }
    }

    private record Recorder(AtomicBoolean isRecorded) implements MigrationSink.Recording {
        @Override
        public void begin(MigrationHeader offer) {
            if (offer.hasCriu() && offer.getCriu() == CriuType.CRIU_RSYNC) {
                throw DaemonException.conflict("this is made already");
            }
        }

        @Override
        public void complete(MigrationHeader offer) {
            isRecorded.set(true);
        }
    }
}
