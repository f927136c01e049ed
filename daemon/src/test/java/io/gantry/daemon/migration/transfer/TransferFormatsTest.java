package io.gantry.daemon.migration.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.migration.transfer.RsyncTree.Tree;
import io.gantry.daemon.migration.transfer.TransferFormat.Btrfs;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.fake.FakePoolDriver;
import io.gantry.storage.rsync.Rsync;
import io.gantry.system.command.FakeCommandRunner;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of pool offers, and who carries it. */
class TransferFormatsTest {
    private static final Set<RsyncOption> OPTIONS = EnumSet.of(RsyncOption.DELETE, RsyncOption.BIDIRECTIONAL);

    @TempDir
    Path folder;

    private final Rsync rsync = new Rsync(new FakeCommandRunner(), Path.of("/nowhere"));
    private final TransferProgress progress = new TransferProgress(new ToldOperation(), new FakeClock());
    private final RecordedStreams streams = new RecordedStreams();

    private StorageDriver directory() throws IOException {
        Files.createDirectory(folder.resolve("storage-pools"));
        var pools = new FakePoolDriver("dir", new StoragePaths(folder), new Effects());
        return pools.start(pools.create(new PoolDefinition("p", Map.of()))).volumes();
    }

    @Test
    void aPoolOfDirectoriesHasRsyncAlone() throws IOException {
        assertThat(TransferFormats.of(directory(), OPTIONS)).containsExactly(new TransferFormat.Rsync(OPTIONS));
    }

    @Test
    void aPoolThatSendsStreamsLikesThemBest() {
        assertThat(TransferFormats.of(streams, OPTIONS))
                .containsExactly(new Btrfs(EnumSet.allOf(BtrfsOption.class)), new TransferFormat.Rsync(OPTIONS));
    }

    @Test
    void eachFormatIsCarriedWithTheOptionsThatWereAgreed() {
        var formats = new TransferFormats(rsync, streams, progress);
        var byRsync = new TransferFormat.Rsync(OPTIONS);
        var byBtrfs = new Btrfs(Set.of(BtrfsOption.HEADER));
        RsyncBase base = _ -> {};

        assertThat(formats.sender(byRsync, Tree.IN_USE, "1M"))
                .isEqualTo(new RsyncSender(rsync, streams, OPTIONS, Tree.IN_USE, "1M", progress));
        assertThat(formats.receiver(byRsync, base))
                .isEqualTo(new RsyncReceiver(rsync, streams, base, OPTIONS, progress));
        assertThat(formats.sender(byBtrfs, Tree.STILL, "1M"))
                .isEqualTo(new BtrfsSender(streams, Set.of(BtrfsOption.HEADER), progress));
        assertThat(formats.receiver(byBtrfs, base))
                .isEqualTo(new BtrfsReceiver(streams, Set.of(BtrfsOption.HEADER), progress));
    }
}
