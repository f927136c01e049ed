package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.MigrationSource.Offer;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.transfer.VolumeReceiver;
import io.gantry.daemon.migration.transfer.VolumeSender;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MigrationTest {
    private static final Volume SOURCE = Volume.container("pool", "default", "c1");
    private static final Volume TARGET = Volume.container("other", "default", "c2");
    private static final List<TransferFormat> FORMATS = List.of(new Rsync(EnumSet.allOf(RsyncOption.class)));

    @Test
    void sendsSnapshotsAndVolumeAndRecordsThemBeforeTheSourceHearsOfSuccess() {
        var migration = new Migration(Integer.MAX_VALUE, true);

        assertThat(migration.sourceFailure).isNull();
        assertThat(migration.sinkFailure).isNull();
        assertThat(migration.events)
                .containsExactly(
                        "begin",
                        "s1: content of s1",
                        "s2: content of s2",
                        "volume: content of the volume",
                        "changes: what changed",
                        "complete");
    }

    @Test
    void aLineCutAfterAnyMessageNeverLetsTheSourceBelieveInSuccessThatTheTargetDoesNotHave() {
        boolean succeeded = false;
        for (int messages = 0; !succeeded; messages++) {
            var migration = new Migration(messages, true);
            succeeded = migration.sourceFailure == null;

            if (succeeded) {
                assertThat(migration.events).as("after %d messages", messages).contains("complete");
            }
            assertThat(messages).isLessThan(100);
        }
    }

    @Test
    void theSourceLearnsWhyTheTargetGaveUp() {
        var migration = new Migration(Integer.MAX_VALUE, false);

        assertThat(migration.sinkFailure).hasMessage("storage pool other is full");
        assertThat(migration.sourceFailure).hasMessageContaining("storage pool other is full");
    }

    @Test
    void anOldPeerThatDoesNotNegotiateGetsWhatItKnows() {
        MigrationHeader silent =
                MigrationHeader.newBuilder().setFs(FsType.RSYNC).build();

        assertThat(TransferNegotiation.agree(silent, FORMATS))
                .isEqualTo(new Rsync(EnumSet.of(RsyncOption.XATTRS, RsyncOption.DELETE, RsyncOption.COMPRESS)));
    }

    @Test
    void aBtrfsPeerAndADirectoryPeerAgreeOnRsync() {
        MigrationHeader btrfs = TransferNegotiation.header(List.of(
                        new TransferFormat.Btrfs(EnumSet.allOf(TransferFormat.BtrfsOption.class)), FORMATS.getFirst()))
                .build();

        assertThat(btrfs.getFs()).isEqualTo(FsType.BTRFS);
        assertThat(TransferNegotiation.agree(btrfs, FORMATS)).isEqualTo(FORMATS.getFirst());
    }

    /** One migration from beginning to end, over a line that is cut after some messages. */
    private static final class Migration {
        private final List<String> events = new ArrayList<>();
        private final boolean targetHasSpace;
        private @Nullable Throwable sourceFailure;
        private @Nullable Throwable sinkFailure;

        Migration(int messages, boolean targetHasSpace) {
            this.targetHasSpace = targetHasSpace;
            var left = new AtomicInteger(messages);
            var control = new JoinedChannels(left);
            var volumes = new JoinedChannels(left);
            var source = new MigrationSource(
                    new Offer(
                            MigrationHeader.newBuilder()
                                    .setFs(FsType.RSYNC)
                                    .addAllSnapshotNames(List.of("s1", "s2"))
                                    .build(),
                            "{}",
                            SOURCE,
                            List.of("s1", "s2"),
                            FORMATS,
                            true),
                    _ -> new TextSender());
            var sink = new MigrationSink(TARGET, FORMATS, offer -> offer, _ -> new TextReceiver(), new Recorder());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var sourceRun = threads.submit(() -> {
                    source.run((name, _) -> name.equals("control") ? control.left() : volumes.left());
                    return "";
                });
                var sinkRun = threads.submit(() -> {
                    sink.run((name, _) -> name.equals("control") ? control.right() : volumes.right());
                    return "";
                });
                sourceFailure = failureOf(sourceRun);
                sinkFailure = failureOf(sinkRun);
            }
        }

        private static @Nullable Throwable failureOf(java.util.concurrent.Future<String> run) {
            try {
                run.get();
                return null;
            } catch (ExecutionException e) {
                return e.getCause();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private final class Recorder implements MigrationSink.Recording {
            @Override
            public void begin(MigrationHeader offer) {
                events.add("begin");
            }

            @Override
            public void complete(MigrationHeader offer) {
                if (!targetHasSpace) {
                    throw DaemonException.conflict("storage pool other is full");
                }
                events.add("complete");
            }
        }

        private final class TextReceiver implements VolumeReceiver {
            @Override
            public void receive(
                    Volume volume, List<String> snapshots, int passes, ReceivedOwners owners, VolumeChannel peer)
                    throws IOException {
                for (String name : snapshots) {
                    events.add(name + ": " + new String(peer.readFrame(), StandardCharsets.UTF_8));
                }
                events.add("volume: " + new String(peer.readFrame(), StandardCharsets.UTF_8));
                if (passes == 2) {
                    events.add("changes: " + new String(peer.readFrame(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private record TextSender() implements VolumeSender {
        @Override
        public void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException {
            for (String name : snapshots) {
                peer.writeFrame(("content of " + name).getBytes(StandardCharsets.UTF_8));
            }
            peer.writeFrame("content of the volume".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void sendChanges(Volume volume, VolumeChannel peer) throws IOException {
            peer.writeFrame("what changed".getBytes(StandardCharsets.UTF_8));
        }
    }
}
