package io.gantry.daemon.migration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.migration.wire.ConfigEntry;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdmapEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which map of ids counts for what is received, by what the source says of it. */
class ReceivedOwnersTest {
    private static final Volume VOLUME = Volume.container("p", "default", "c1");
    private static final DiskIdmap SHIFTED = DiskIdmap.shiftedBy(4_000_000_000L, 65536);
    private static final DiskIdmap OTHER = DiskIdmap.shiftedBy(3_000_000_000L, 65536);

    @TempDir
    Path content;

    private static Snapshot snapshot(String name, ConfigEntry... config) {
        return Snapshot.newBuilder()
                .setName(name)
                .setEphemeral(false)
                .setArchitecture(2)
                .setStateful(false)
                .addAllLocalConfig(List.of(config))
                .build();
    }

    private static ConfigEntry entry(String key, String value) {
        return ConfigEntry.newBuilder().setKey(key).setValue(value).build();
    }

    private static io.gantry.daemon.migration.wire.IdmapEntry wire(
            boolean isUid, long host, long container, int length) {
        return io.gantry.daemon.migration.wire.IdmapEntry.newBuilder()
                .setIsuid(isUid)
                .setIsgid(!isUid)
                .setHostid((int) host)
                .setNsid((int) container)
                .setMaprange(length)
                .build();
    }

    @Test
    void theIdsOfAnOfferAreUnsigned() {
        MigrationHeader offer = MigrationHeader.newBuilder()
                .setFs(FsType.RSYNC)
                .addIdmap(wire(true, 4_000_000_000L, 1, 65536))
                .addIdmap(wire(false, 1000, 3_000_000_000L, 2))
                .build();

        assertThat(ReceivedOwners.of(offer).volume().entries())
                .containsExactly(
                        new IdmapEntry(true, false, 4_000_000_000L, 1, 65536),
                        new IdmapEntry(false, true, 1000, 3_000_000_000L, 2));
    }

    @Test
    void anOfferWithoutIdsIsOfFilesWithTheContainersOwn() {
        MigrationHeader offer = MigrationHeader.newBuilder().setFs(FsType.RSYNC).build();

        assertThat(ReceivedOwners.of(offer)).isEqualTo(new ReceivedOwners(DiskIdmap.UNSHIFTED, Map.of()));
    }

    @Test
    void aSnapshotSaysItselfHowItIsShiftedOrIsAsTheVolume() {
        MigrationHeader offer = MigrationHeader.newBuilder()
                .setFs(FsType.RSYNC)
                .addIdmap(wire(true, 1000, 0, 10))
                .addSnapshots(snapshot("early", entry("user.note", "x"), entry(ReceivedOwners.KEY, "[]")))
                .addSnapshots(snapshot("other", entry(ReceivedOwners.KEY, OTHER.toJson())))
                .addSnapshots(snapshot("silent", entry("user.note", "[]")))
                .build();

        ReceivedOwners owners = ReceivedOwners.of(offer);

        assertThat(owners.snapshots())
                .isEqualTo(Map.of("early", DiskIdmap.UNSHIFTED, "other", OTHER, "silent", owners.volume()));
        assertThat(owners.volume().isShifted()).isTrue();
    }

    @Test
    void aSnapshotWhoseMapCannotBeReadIsRefused() {
        MigrationHeader offer = MigrationHeader.newBuilder()
                .setFs(FsType.RSYNC)
                .addSnapshots(snapshot("s", entry(ReceivedOwners.KEY, "nonsense")))
                .build();

        assertThatThrownBy(() -> ReceivedOwners.of(offer)).hasMessage("not an id map: nonsense");
    }

    @Test
    void onlyWhatIsShiftedIsChanged() throws IOException {
        Files.createDirectory(content.resolve("rootfs"));
        var owners = new ReceivedOwners(SHIFTED, Map.of("early", DiskIdmap.UNSHIFTED));

        assertThat(owners.settle(VOLUME, content)).isTrue();
        assertThat(owners.settle(VOLUME.snapshot("early"), content)).isFalse();
        assertThat(owners.settle(VOLUME.snapshot("unknown"), content)).isTrue();
    }

    @Test
    void itIsTheRootFileSystemThatIsShifted() {
        var owners = new ReceivedOwners(DiskIdmap.UNSHIFTED, Map.of("s", SHIFTED));

        assertThat(owners.settle(VOLUME, content)).isFalse();
        assertThatThrownBy(() -> owners.settle(VOLUME.snapshot("s"), content))
                .hasMessageContaining(content.resolve("rootfs").toString());
    }
}
