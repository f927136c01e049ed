package io.gantry.daemon.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.client.transport.Message;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Btrfs;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.wire.CriuType;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.storage.Volume;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target whose source is a test: what it answers, and what it makes of odd offers. */
@Timeout(60)
class MigrationSinkTest {
    private static final Volume VOLUME = Volume.container("p", "default", "c2");
    private static final Rsync RSYNC = new Rsync(EnumSet.allOf(RsyncOption.class));
    private static final Btrfs BTRFS = new Btrfs(EnumSet.allOf(BtrfsOption.class));

    private final HandmadePeer source = new HandmadePeer();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private String refusal = "";
    private UnaryOperator<MigrationHeader> wanted = offer -> offer;

    @AfterEach
    void end() {
        threads.shutdownNow();
        threads.close();
    }

    private Future<Boolean> receive(TransferFormat... formats) {
        var sink = new MigrationSink(
                VOLUME,
                List.of(formats),
                offer -> wanted.apply(offer),
                format -> (volume, snapshots, passes, _, peer) -> {
                    events.add("receive %s %s in %d passes as %s".formatted(volume, snapshots, passes, format));
                    events.add(new String(peer.readFrame(), UTF_8));
                },
                new MigrationSink.Recording() {
                    @Override
                    public void begin(MigrationHeader offer) {
                        if (!refusal.isEmpty()) {
                            throw new IllegalStateException(refusal);
                        }
                        events.add("begin");
                    }

                    @Override
                    public void complete(MigrationHeader offer) {
                        events.add("complete " + offer.getSnapshotNamesList());
                    }
                });
        return threads.submit(() -> {
            sink.run(source::await);
            return true;
        });
    }

    private static MigrationHeader.Builder offer() {
        return TransferNegotiation.header(List.of(RSYNC));
    }

    private static Snapshot snapshot(String name) {
        return Snapshot.newBuilder()
                .setName(name)
                .setEphemeral(false)
                .setArchitecture(2)
                .setStateful(false)
                .build();
    }

    private static Throwable failure(Future<Boolean> receiving) throws InterruptedException {
        try {
            receiving.get();
            throw new AssertionError("the target has succeeded");
        } catch (ExecutionException e) {
            return requireNonNull(e.getCause());
        }
    }

    @Test
    void theAnswerRepeatsTheSnapshotsAndNamesOneFormat() throws Exception {
        Future<Boolean> receiving = receive(BTRFS, RSYNC);
        source.say(offer().addSnapshotNames("s").addSnapshots(snapshot("s")).build());

        assertThat(source.hearHeader())
                .isEqualTo(offer().addSnapshotNames("s")
                        .addSnapshots(snapshot("s"))
                        .setIndexHeaderVersion(0)
                        .setRefresh(false)
                        .setPredump(false)
                        .build());
        source.volumes().writeFrame("content".getBytes(UTF_8));

        assertThat(source.hearLastWord().getSuccess()).isTrue();
        assertThat(receiving.get()).isTrue();
        assertThat(events)
                .containsExactly(
                        "begin", "receive p/containers/c2 [s] in 1 passes as " + RSYNC, "content", "complete [s]");
        assertThat(source.control().receive()).isInstanceOf(Message.Closed.class);
    }

    @Test
    void aSourceOfBtrfsIsAnsweredWithBtrfsWhereThePoolHasIt() throws Exception {
        Future<Boolean> receiving = receive(BTRFS, RSYNC);
        source.say(TransferNegotiation.header(List.of(BTRFS, RSYNC)).build());

        MigrationHeader answer = source.hearHeader();
        assertThat(answer.getFs()).isEqualTo(FsType.BTRFS);
        assertThat(answer.hasRsyncFeatures()).isFalse();
        source.volumes().writeFrame(new byte[0]);
        assertThat(receiving.get()).isTrue();
        assertThat(events).anyMatch(event -> event.endsWith("as " + BTRFS));
    }

    @Test
    void aRunningSourceIsHeardTwice() throws Exception {
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().setCriu(CriuType.NONE).build());

        assertThat(source.hearHeader().getCriu()).isEqualTo(CriuType.NONE);
        source.volumes().writeFrame(new byte[0]);
        assertThat(receiving.get()).isTrue();
        assertThat(events).contains("receive p/containers/c2 [] in 2 passes as " + RSYNC);
    }

    @Test
    void aStoppedSourceHearsNothingOfProcesses() throws Exception {
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().build());

        assertThat(source.hearHeader().hasCriu()).isFalse();
        source.volumes().writeFrame(new byte[0]);
        assertThat(receiving.get()).isTrue();
    }

    /** The version of the index is the highest that both know; the index itself is read and accepted. */
    @Test
    void anIndexOfALaterVersionIsAskedForInOurs() throws Exception {
        wanted = offer -> offer.toBuilder().setRefresh(true).build();
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().setIndexHeaderVersion(7).build());

        assertThat(source.hearHeader().getIndexHeaderVersion()).isEqualTo(1);
        source.volumes().writeFrame("whatever it says".getBytes(UTF_8));
        assertThat(source.volumes().readFrame()).isEqualTo(IndexHeader.accepted(true));
        source.volumes().writeFrame("content".getBytes(UTF_8));
        assertThat(receiving.get()).isTrue();
        assertThat(events).contains("content");
    }

    @Test
    void whatIsWantedIsAskedForAndReceived() throws Exception {
        wanted = offer -> offer.toBuilder()
                .clearSnapshotNames()
                .addSnapshotNames("t")
                .setRefresh(true)
                .build();
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().addSnapshotNames("s").addSnapshotNames("t").build());

        MigrationHeader answer = source.hearHeader();
        assertThat(answer.getSnapshotNamesList()).containsExactly("t");
        assertThat(answer.getRefresh()).isTrue();
        source.volumes().writeFrame(new byte[0]);
        assertThat(receiving.get()).isTrue();
        assertThat(events).contains("complete [t]");
    }

    @Test
    void whatIsRefusedIsToldInPlaceOfAnAnswer() throws Exception {
        refusal = "the name is taken";
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().build());

        assertThat(source.hearLastWord().getMessage()).isEqualTo("the name is taken");
        assertThat(failure(receiving)).hasMessage("the name is taken");
        assertThat(events).isEmpty();
    }

    @Test
    void aSourceOfAnotherFormatIsToldSoBeforeAnythingBegins() throws Exception {
        Future<Boolean> receiving = receive(BTRFS);
        source.say(offer().setFs(FsType.ZFS).build());

        assertThat(source.hearLastWord().getMessage()).contains("offers only ZFS transfers");
        assertThat(failure(receiving)).hasMessageContaining("offers only ZFS transfers");
        assertThat(events).isEmpty();
    }

    @Test
    void aSourceThatGivesUpOrVanishesIsNeverComplete() throws Exception {
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().build());
        source.hearHeader();
        source.say("its disk is broken");

        assertThat(failure(receiving)).hasMessage("the other server gave up the transfer: its disk is broken");
        assertThat(events).noneMatch(event -> event.startsWith("complete"));
    }

    @Test
    void aFailureWithoutAMessageIsToldByItsKind() throws Exception {
        wanted = _ -> {
            throw new UnsupportedOperationException();
        };
        Future<Boolean> receiving = receive(RSYNC);
        source.say(offer().build());

        assertThat(source.hearLastWord().getMessage()).isEqualTo("java.lang.UnsupportedOperationException");
        assertThat(failure(receiving)).isInstanceOf(UnsupportedOperationException.class);
    }
}
