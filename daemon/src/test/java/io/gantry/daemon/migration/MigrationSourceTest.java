package io.gantry.daemon.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.transport.Message;
import io.gantry.daemon.migration.MigrationSource.Offer;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Btrfs;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.transfer.VolumeSender;
import io.gantry.daemon.migration.wire.CriuType;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationControl;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source whose target is a test: what it offers, and what it makes of odd answers. */
@Timeout(60)
class MigrationSourceTest {
    private static final Volume VOLUME = Volume.container("p", "default", "c1");
    private static final Rsync RSYNC = new Rsync(EnumSet.allOf(RsyncOption.class));
    private static final Btrfs BTRFS = new Btrfs(EnumSet.allOf(BtrfsOption.class));

    private final HandmadePeer target = new HandmadePeer();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
        threads.close();
    }

    private Future<Boolean> offer(boolean isRunning, TransferFormat... formats) {
        var description = MigrationHeader.newBuilder()
                .setFs(FsType.RSYNC)
                .addAllSnapshotNames(List.of("s1", "s2", "s3"))
                .build();
        var offer = new Offer(description, "the index", VOLUME, List.of("s1", "s2", "s3"), List.of(formats), isRunning);
        return threads.submit(() -> {
            new MigrationSource(offer, format -> {
                        events.add("as " + format);
                        return new Sender();
                    })
                    .run(target::await);
            return true;
        });
    }

    private final class Sender implements VolumeSender {
        @Override
        public void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException {
            events.add("send " + volume + " " + snapshots);
            peer.writeFrame("all".getBytes(UTF_8));
        }

        @Override
        public void sendChanges(Volume volume, VolumeChannel peer) throws IOException {
            events.add("changes of " + volume);
            peer.writeFrame("changes".getBytes(UTF_8));
        }
    }

    private static MigrationHeader.Builder answer() {
        return TransferNegotiation.header(List.of(RSYNC)).setIndexHeaderVersion(0);
    }

    private static Throwable failure(Future<Boolean> sending) throws InterruptedException {
        try {
            sending.get();
            throw new AssertionError("the source has succeeded");
        } catch (ExecutionException e) {
            return requireNonNull(e.getCause());
        }
    }

    @Test
    void theOfferHasTheDescriptionTheBestFormatAndTheIndexVersion() throws Exception {
        Future<Boolean> sending = offer(false, BTRFS, RSYNC);

        MigrationHeader header = target.hearHeader();

        assertThat(header)
                .isEqualTo(TransferNegotiation.header(List.of(BTRFS, RSYNC))
                        .addAllSnapshotNames(List.of("s1", "s2", "s3"))
                        .setIndexHeaderVersion(1)
                        .setPredump(false)
                        .build());
        assertThat(header.hasCriu()).isFalse();
        target.say(answer().build());
        target.volumes().readFrame();
        target.say("");
        assertThat(sending.get()).isTrue();
        assertThat(events).containsExactly("as " + RSYNC, "send p/containers/c1 [s1, s2, s3]");
        assertThat(target.control().receive()).isInstanceOf(Message.Closed.class);
    }

    @Test
    void aRunningInstanceIsGoneOverTwiceWhereTheTargetKnowsThat() throws Exception {
        Future<Boolean> sending = offer(true, RSYNC);

        assertThat(target.hearHeader().getCriu()).isEqualTo(CriuType.NONE);
        target.say(answer().setCriu(CriuType.NONE).build());
        target.volumes().readFrame();
        assertThat(target.volumes().readFrame()).asString(UTF_8).isEqualTo("changes");
        target.say("");

        assertThat(sending.get()).isTrue();
        assertThat(events).endsWith("changes of p/containers/c1");
    }

    @Test
    void aRunningInstanceIsGoneOverOnceWhereTheTargetDoesNotKnowThat() throws Exception {
        Future<Boolean> sending = offer(true, RSYNC);
        target.hearHeader();
        target.say(answer().build());
        target.volumes().readFrame();
        target.say("");

        assertThat(sending.get()).isTrue();
        assertThat(events).noneMatch(event -> event.startsWith("changes"));
    }

    @Test
    void theIndexComesFirstWhereTheTargetKnowsIt() throws Exception {
        Future<Boolean> sending = offer(false, RSYNC);
        target.hearHeader();
        target.say(answer().setIndexHeaderVersion(1).build());

        assertThat(target.volumes().readFrame()).asString(UTF_8).isEqualTo("the index");
        assertThat(events).isEmpty();
        target.volumes().writeFrame(IndexHeader.accepted(false));
        assertThat(target.volumes().readFrame()).asString(UTF_8).isEqualTo("all");
        target.say("");
        assertThat(sending.get()).isTrue();
    }

    @Test
    void aTargetThatRefusesTheIndexGetsNothing() throws Exception {
        Future<Boolean> sending = offer(false, RSYNC);
        target.hearHeader();
        target.say(answer().setIndexHeaderVersion(1).build());
        target.volumes().readFrame();
        target.volumes().writeFrame("{\"StatusCode\":500,\"Error\":\"no room\"}".getBytes(UTF_8));

        assertThat(failure(sending)).hasMessage("the target refused the transfer: no room");
        assertThat(events).isEmpty();
        MigrationControl word = target.hearLastWord();
        assertThat(word.getSuccess()).isFalse();
        assertThat(word.getMessage()).isEqualTo("the target refused the transfer: no room");
    }

    @Test
    void aRefreshBringsWhatIsAskedForOldestFirstAndNothingThatIsNotThere() throws Exception {
        Future<Boolean> sending = offer(false, RSYNC);
        target.hearHeader();
        target.say(answer().setRefresh(true)
                .addAllSnapshotNames(List.of("s3", "nobody", "s1"))
                .build());
        target.volumes().readFrame();
        target.say("");

        assertThat(sending.get()).isTrue();
        assertThat(events).contains("send p/containers/c1 [s1, s3]");
    }

    @Test
    void whatATargetNamesWithoutARefreshDoesNotCount() throws Exception {
        Future<Boolean> sending = offer(false, RSYNC);
        target.hearHeader();
        target.say(answer().addSnapshotNames("nobody").build());
        target.volumes().readFrame();
        target.say("");

        assertThat(sending.get()).isTrue();
        assertThat(events).contains("send p/containers/c1 [s1, s2, s3]");
    }

    @Test
    void aTargetThatAnswersWithGarbageIsTold() throws Exception {
        Future<Boolean> sending = offer(false, RSYNC);
        target.hearHeader();
        target.control().sendText("hello");

        assertThat(failure(sending)).hasMessage("the other server sent text on the control channel");
        assertThat(target.hearLastWord().getMessage()).contains("sent text");
    }

    @Test
    void aTargetThatFailsAfterItHasAllHasFailed() throws Exception {
        Future<Boolean> sending = offer(false, RSYNC);
        target.hearHeader();
        target.say(answer().build());
        target.volumes().readFrame();
        target.say("the database is full");

        assertThat(failure(sending)).hasMessageEndingWith("the database is full");
    }

    @Test
    void aTargetOfAnotherFormatIsRefused() throws Exception {
        Future<Boolean> sending = offer(false, BTRFS);
        target.hearHeader();
        target.say(answer().build());

        assertThat(failure(sending)).hasMessageContaining("offers only RSYNC transfers");
        assertThat(target.hearLastWord().getSuccess()).isFalse();
    }

    @Test
    void aFailureOfTheSourceIsToldToTheTarget() throws Exception {
        var offer = new Offer(answer().build(), "", VOLUME, List.of(), List.of(RSYNC), false);
        var source = new MigrationSource(offer, _ -> {
            throw new IllegalStateException("the pool is gone");
        });
        target.say(answer().build());

        assertThatThrownBy(() -> source.run(target::await)).hasMessage("the pool is gone");
        target.hearHeader();
        assertThat(target.hearLastWord().getMessage()).isEqualTo("the pool is gone");
    }
}
