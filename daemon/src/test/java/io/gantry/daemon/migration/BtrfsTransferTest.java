package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.migration.transfer.BtrfsReceiver;
import io.gantry.daemon.migration.transfer.BtrfsSender;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferProgress;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.Volume;
import io.gantry.storage.btrfs.BtrfsPoolDriver;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.mount.KernelMounts;
import io.gantry.system.mount.LoopDevices;
import io.gantry.system.nativecall.BtrfsCalls;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Btrfs streams between two real pools, over a line that may be cut. Runs as root. */
@Timeout(120)
@NeedsRoot
final class BtrfsTransferTest {
    private static final Volume SOURCE = Volume.container("a", "default", "c1");
    private static final Volume TARGET = Volume.container("b", "default", "c1");
    private static final EnumSet<BtrfsOption> OPTIONS = EnumSet.allOf(BtrfsOption.class);

    private static final ReceivedOwners UNSHIFTED = new ReceivedOwners(DiskIdmap.UNSHIFTED, Map.of());

    @TempDir
    Path directory;

    private BtrfsPoolDriver pools;
    private StorageDriver source;
    private StorageDriver target;

    @BeforeEach
    void makePools() throws IOException {
        var commands = new ProcessCommandRunner();
        pools = new BtrfsPoolDriver(
                new StoragePaths(directory), commands, new KernelMounts(commands), new LoopDevices(commands));
        source = start("a");
        target = start("b");
        source.create(SOURCE);
        Path content = source.path(SOURCE);
        BtrfsCalls.create(content.resolve("inner"));
        Files.write(content.resolve("big"), new byte[1 << 20]);
        Files.writeString(content.resolve("inner").resolve("f"), "1");
        source.snapshot(SOURCE.snapshot("s1"));
        Files.writeString(content.resolve("f"), "2");
    }

    @AfterEach
    void removePools() {
        pools.destroy(new PoolDefinition("a", Map.of()));
        pools.destroy(new PoolDefinition("b", Map.of()));
    }

    private StorageDriver start(String name) {
        return pools.start(pools.create(new PoolDefinition(name, Map.of("size", "200MiB"))))
                .volumes();
    }

    @Test
    void aVolumeArrivesWithItsSnapshotsAndNestedSubvolumes() throws Exception {
        transfer(SOURCE, List.of("s1"), Integer.MAX_VALUE);

        assertThat(target.snapshots(TARGET)).containsExactly("s1");
        assertThat(target.path(TARGET.snapshot("s1")).resolve("f")).doesNotExist();
        assertThat(target.path(TARGET.snapshot("s1")).resolve("inner/f")).hasContent("1");
        assertThat(target.path(TARGET).resolve("f")).hasContent("2");
        Files.writeString(target.path(TARGET).resolve("inner/f"), "3");
    }

    @Test
    void aSnapshotArrivesAsAVolumeThatCanBeWrittenTo() throws Exception {
        transfer(SOURCE.snapshot("s1"), List.of(), Integer.MAX_VALUE);

        assertThat(target.snapshots(TARGET)).isEmpty();
        Files.writeString(target.path(TARGET).resolve("inner/f"), "3");
        Files.writeString(target.path(TARGET).resolve("f"), "3");
    }

    @Test
    void aCutLineLeavesNothingAtTheTarget() throws Exception {
        for (int messages = 0; messages < 12; messages += 3) {
            try {
                transfer(SOURCE, List.of("s1"), messages);
                throw new AssertionError("the line was cut after " + messages);
            } catch (ExecutionException expected) {
                assertThat(target.exists(TARGET)).isFalse();
                assertThat(target.snapshots(TARGET)).isEmpty();
            }
        }
        try (var left = Files.list(directory.resolve("storage-pools/b/.gantry-work"))) {
            assertThat(left).isEmpty();
        }
        assertThat(source.snapshots(SOURCE)).containsExactly("s1");
        transfer(SOURCE, List.of("s1"), Integer.MAX_VALUE);
    }

    private void transfer(Volume volume, List<String> snapshots, int messages) throws Exception {
        var joined = new JoinedChannels(new AtomicInteger(messages));
        var progress = new TransferProgress(new NobodyListens(), InstantSource.system());
        var sender = new BtrfsSender((OptimizedTransfer) source, OPTIONS, progress);
        var receiver = new BtrfsReceiver((OptimizedTransfer) target, OPTIONS, progress);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> sending = threads.submit(() -> {
                try (var channel = new VolumeChannel(joined.left())) {
                    sender.send(volume, snapshots, channel);
                    // The receiver closes its end when it has everything.
                    channel.readFrame();
                } catch (IOException _) {
                    return "the receiver is gone";
                }
                return "sent";
            });
            Future<String> receiving = threads.submit(() -> {
                try (var channel = new VolumeChannel(joined.right())) {
                    receiver.receive(TARGET, snapshots, 1, UNSHIFTED, channel);
                }
                return "received";
            });
            sending.get();
            receiving.get();
        }
    }

    private record NobodyListens() implements OperationContext {
        @Override
        public String id() {
            return "1";
        }

        @Override
        public void publish(Map<String, Object> metadata) {}
    }
}
