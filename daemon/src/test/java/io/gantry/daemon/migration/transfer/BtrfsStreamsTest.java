package io.gantry.daemon.migration.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.JoinedChannels;
import io.gantry.daemon.migration.transfer.BtrfsHeader.Subvolume;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import io.gantry.storage.idmap.DiskIdmap;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which btrfs streams travel in which order, by what both ends know. */
@Timeout(60)
class BtrfsStreamsTest {
    private static final Set<BtrfsOption> ALL = EnumSet.allOf(BtrfsOption.class);
    private static final Set<BtrfsOption> NONE = EnumSet.noneOf(BtrfsOption.class);
    private static final Volume SOURCE = Volume.container("a", "default", "c1");
    private static final Volume TARGET = Volume.container("b", "default", "c2");
    private static final ReceivedOwners UNSHIFTED = new ReceivedOwners(DiskIdmap.UNSHIFTED, Map.of());

    private final JoinedChannels line = new JoinedChannels();
    private final VolumeChannel source = new VolumeChannel(line.left());
    private final VolumeChannel target = new VolumeChannel(line.right());
    private final TransferProgress progress = new TransferProgress(new ToldOperation(), new FakeClock());
    private final RecordedStreams driver = new RecordedStreams()
            .with(SOURCE, root("live"), new VolumePart("/inner", true, "inner"))
            .with(SOURCE.snapshot("s1"), root("s1"))
            .with(SOURCE.snapshot("s2"), new VolumePart("/", true, "s2"), new VolumePart("/inner", true, "i2"));

    private static VolumePart root(String uuid) {
        return new VolumePart("/", true, uuid);
    }

    private void send(Set<BtrfsOption> options, Volume volume, String... snapshots) throws IOException {
        new BtrfsSender(driver, options, progress).send(volume, List.of(snapshots), source);
    }

    private String frame() throws IOException {
        return new String(target.readFrame(), UTF_8);
    }

    @Test
    void eachSnapshotIsTheDifferenceToTheOneBefore() throws IOException {
        send(ALL, SOURCE, "s1", "s2");

        assertThat(BtrfsHeader.parse(target.readFrame()).subvolumes())
                .containsExactly(
                        new Subvolume("s1", root("s1")),
                        new Subvolume("s2", root("s2")),
                        new Subvolume("s2", new VolumePart("/inner", true, "i2")),
                        new Subvolume("", root("live")),
                        new Subvolume("", new VolumePart("/inner", true, "inner")));
        assertThat(frame()).isEqualTo("/ of a/containers/c1/s1 since null");
        assertThat(frame()).isEqualTo("/ of a/containers/c1/s2 since a/containers/c1/s1");
        assertThat(frame()).isEqualTo("/inner of a/containers/c1/s2 since a/containers/c1/s1");
        assertThat(frame()).isEqualTo("/ of a/containers/c1 since a/containers/c1/s2");
        assertThat(frame()).isEqualTo("/inner of a/containers/c1 since a/containers/c1/s2");
    }

    @Test
    void allThatWasFrozenIsLetGoAndTheVolumeIsFrozenFirst() throws IOException {
        send(ALL, SOURCE, "s1");

        assertThat(driver.events())
                .containsExactly(
                        "freeze a/containers/c1",
                        "freeze a/containers/c1/s1",
                        "let go a/containers/c1/s1",
                        "let go a/containers/c1");
    }

    @Test
    void aPeerThatKnowsNoSubvolumesGetsTheRootsAlone() throws IOException {
        send(EnumSet.of(BtrfsOption.HEADER), SOURCE, "s2");

        assertThat(BtrfsHeader.parse(target.readFrame()).subvolumes())
                .containsExactly(new Subvolume("s2", root("s2")), new Subvolume("", root("live")));
        assertThat(frame()).isEqualTo("/ of a/containers/c1/s2 since null");
        assertThat(frame()).isEqualTo("/ of a/containers/c1 since a/containers/c1/s2");
    }

    @Test
    void aPeerThatKnowsNoHeaderGetsTheStreamsAtOnce() throws IOException {
        send(NONE, SOURCE);

        assertThat(frame()).isEqualTo("/ of a/containers/c1 since null");
    }

    @Test
    void aSnapshotThatIsSentAsAVolumeCanBeWrittenTo() throws IOException {
        send(ALL, SOURCE.snapshot("s2"));

        assertThat(BtrfsHeader.parse(target.readFrame()).subvolumes())
                .containsExactly(
                        new Subvolume("", new VolumePart("/", false, "s2")),
                        new Subvolume("", new VolumePart("/inner", false, "i2")));
    }

    @Test
    void nothingFollowsAStreamOfOneMoment() throws IOException {
        new BtrfsSender(driver, ALL, progress).sendChanges(SOURCE, source);
        source.writeFrame("next".getBytes(UTF_8));

        assertThat(frame()).isEqualTo("next");
    }

    private void receive(Set<BtrfsOption> options, String... snapshots) throws IOException {
        new BtrfsReceiver(driver, options, progress).receive(TARGET, List.of(snapshots), 1, UNSHIFTED, target);
    }

    private void write(String... frames) throws IOException {
        for (String text : frames) {
            source.writeFrame(text.getBytes(UTF_8));
        }
    }

    @Test
    void whatIsSentIsReceivedInItsPlaceAndCommittedLast() throws IOException {
        send(ALL, SOURCE, "s2");
        driver.events().clear();

        receive(ALL, "s2");

        assertThat(driver.events())
                .containsExactly(
                        "receive b/containers/c2",
                        "/ of b/containers/c2/s2: / of a/containers/c1/s2 since null",
                        "/inner of b/containers/c2/s2: /inner of a/containers/c1/s2 since null",
                        "/ of b/containers/c2: / of a/containers/c1 since a/containers/c1/s2",
                        "/inner of b/containers/c2: /inner of a/containers/c1 since a/containers/c1/s2",
                        "commit, changed: false",
                        "drop the rest");
    }

    @Test
    void aPeerWithoutAHeaderSendsTheRoots() throws IOException {
        write("of s1", "of the volume");

        receive(NONE, "s1");

        assertThat(driver.events()).contains("/ of b/containers/c2/s1: of s1", "/ of b/containers/c2: of the volume");
    }

    @Test
    void whatTheFileSystemLeavesOfAStreamIsNotTakenForTheNext() throws IOException {
        driver.leavingTheRest();
        write("one", "two");

        receive(NONE, "s1");

        assertThat(driver.events()).contains("/ of b/containers/c2/s1: o", "/ of b/containers/c2: t");
    }

    @Test
    void theOwnersOfWhatIsReceivedAreSettledBeforeItIsInItsPlace() throws IOException {
        write("volume");
        var shifted = new ReceivedOwners(DiskIdmap.shiftedBy(1000, 10), Map.of());
        var receiver = new BtrfsReceiver(driver, NONE, progress);

        assertThatThrownBy(() -> receiver.receive(TARGET, List.of(), 1, shifted, target))
                .hasMessageContaining("/nowhere/rootfs");
    }

    @Test
    void aHeaderThatLacksAVolumeOrItsRootIsRefusedAndAllIsDropped() throws IOException {
        write(new String(new BtrfsHeader(List.of(new Subvolume("", root("u")))).toJson(), UTF_8));
        assertThatThrownBy(() -> receive(ALL, "s1"))
                .isInstanceOf(DaemonException.class)
                .hasMessage("the other server's btrfs header does not name the root of b/containers/c2/s1");

        var inner = new Subvolume("", new VolumePart("/inner", true, "u"));
        write(new String(new BtrfsHeader(List.of(inner, new Subvolume("", root("u")))).toJson(), UTF_8));
        assertThatThrownBy(() -> receive(ALL)).hasMessageEndingWith("does not name the root of b/containers/c2");

        assertThat(driver.events())
                .containsExactly(
                        "receive b/containers/c2", "drop the rest", "receive b/containers/c2", "drop the rest");
    }

    @Test
    void aPeerThatIsGoneLeavesNothingCommitted() throws IOException {
        write("of s1");
        source.close();

        assertThatThrownBy(() -> receive(NONE, "s1")).hasRootCauseInstanceOf(IOException.class);

        assertThat(driver.events()).endsWith("drop the rest").noneMatch(event -> event.startsWith("commit"));
    }

    @Test
    void progressNamesTheVolumeAndTheSnapshot() throws IOException {
        var operation = new ToldOperation();
        var told = new TransferProgress(operation, new RunningClock());

        new BtrfsSender(driver, NONE, told).send(SOURCE, List.of("s1"), source);
        new BtrfsReceiver(driver, NONE, told).receive(TARGET, List.of("s1"), 1, UNSHIFTED, target);

        assertThat(operation.told())
                .extracting(
                        metadata -> String.valueOf(metadata.get("fs_progress")).replaceAll(":.*", ""))
                .containsSubsequence("c1/s1", "c1", "c2", "c2");
    }
}
