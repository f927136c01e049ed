package io.gantry.daemon.migration.transfer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.core.HarmlessCommands;
import io.gantry.daemon.migration.JoinedChannels;
import io.gantry.daemon.migration.transfer.RsyncTree.Tree;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.Volume;
import io.gantry.storage.fake.FakePoolDriver;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.rsync.Rsync;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.RunningCommand;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Volumes with their snapshots between two pools, by the host's rsync on files of the test. */
@Timeout(60)
class RsyncVolumesTest {
    private static final Volume SOURCE = Volume.container("p", "default", "c1");
    private static final Volume TARGET = Volume.container("p", "default", "c2");
    private static final Set<RsyncOption> DELETING = EnumSet.of(RsyncOption.DELETE);
    private static final ReceivedOwners UNSHIFTED = new ReceivedOwners(DiskIdmap.UNSHIFTED, Map.of());

    @TempDir
    Path folder;

    private final RecordedCommands commands = new RecordedCommands();
    private final ToldOperation operation = new ToldOperation();
    private Rsync rsync;
    private StorageDriver driver;

    @BeforeEach
    void makeVolume() throws IOException {
        rsync = new Rsync(commands, Files.createDirectory(folder.resolve("scratch")));
        Files.createDirectory(folder.resolve("storage-pools"));
        var pools = new FakePoolDriver("dir", new StoragePaths(folder), new Effects());
        driver = pools.start(pools.create(new PoolDefinition("p", Map.of()))).volumes();
        driver.create(SOURCE);
        write(SOURCE, "gone", "1");
        write(SOURCE, "kept", "1");
        driver.snapshot(SOURCE.snapshot("s"));
        Files.delete(driver.path(SOURCE).resolve("gone"));
        write(SOURCE, "kept", "two");
    }

    private void write(Volume volume, String file, String content) throws IOException {
        Files.writeString(driver.path(volume).resolve(file), content);
    }

    private RsyncSender sender(Set<RsyncOption> options, Tree live, String limit) {
        return new RsyncSender(
                rsync, driver, options, live, limit, new TransferProgress(operation, new RunningClock()));
    }

    private RsyncReceiver receiver(Set<RsyncOption> options, RsyncBase base) {
        return new RsyncReceiver(rsync, driver, base, options, new TransferProgress(operation, new FakeClock()));
    }

    /** One side of a transfer. */
    private interface Side {
        void run(VolumeChannel peer) throws IOException;
    }

    /** Runs both sides to their ends; the line ends with the target, which tells its failure. */
    private static void together(Side sending, Side receiving) throws Throwable {
        var line = new JoinedChannels();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> other = threads.submit(() -> {
                sending.run(new VolumeChannel(line.left()));
                return true;
            });
            try (var target = new VolumeChannel(line.right())) {
                receiving.run(target);
                other.get();
            }
        } catch (ExecutionException e) {
            throw requireNonNull(e.getCause());
        }
    }

    @Test
    void theVolumeArrivesAndEachSnapshotAsItWas() throws Throwable {
        together(
                peer -> sender(DELETING, Tree.STILL, "").send(SOURCE, List.of("s"), peer),
                peer -> receiver(DELETING, driver::create).receive(TARGET, List.of("s"), 1, UNSHIFTED, peer));

        assertThat(driver.snapshots(TARGET)).containsExactly("s");
        assertThat(driver.path(TARGET.snapshot("s")).resolve("gone")).hasContent("1");
        assertThat(driver.path(TARGET.snapshot("s")).resolve("kept")).hasContent("1");
        assertThat(driver.path(TARGET).resolve("gone")).doesNotExist();
        assertThat(driver.path(TARGET).resolve("kept")).hasContent("two");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aSnapshotArrivesAsAVolume() throws Throwable {
        together(
                peer -> sender(DELETING, Tree.STILL, "").send(SOURCE.snapshot("s"), List.of(), peer),
                peer -> receiver(DELETING, driver::create).receive(TARGET, List.of(), 1, UNSHIFTED, peer));

        assertThat(driver.path(TARGET).resolve("gone")).hasContent("1");
        assertThat(driver.snapshots(TARGET)).isEmpty();
    }

    @Test
    void theSecondPassBringsWhatHasChangedSinceTheFirst() throws Throwable {
        together(
                peer -> {
                    RsyncSender sender = sender(DELETING, Tree.IN_USE, "");
                    sender.send(SOURCE, List.of(), peer);
                    write(SOURCE, "late", "3");
                    sender.sendChanges(SOURCE, peer);
                },
                peer -> receiver(DELETING, driver::create).receive(TARGET, List.of(), 2, UNSHIFTED, peer));

        assertThat(driver.path(TARGET).resolve("late")).hasContent("3");
        assertThat(driver.path(TARGET).resolve("kept")).hasContent("two");
    }

    @Test
    void theTargetBeginsWithItsBase() throws Throwable {
        RsyncBase base = volume -> {
            driver.create(volume);
            write(volume, "own");
        };
        together(
                peer -> sender(Set.of(), Tree.STILL, "").send(SOURCE, List.of(), peer),
                peer -> receiver(Set.of(), base).receive(TARGET, List.of(), 1, UNSHIFTED, peer));

        assertThat(driver.path(TARGET).resolve("own")).hasContent("base");
        assertThat(driver.path(TARGET).resolve("kept")).hasContent("two");
    }

    private void write(Volume volume, String file) {
        try {
            write(volume, file, "base");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bothSidesOfRsyncHaveTheSameOptionsAndTheSourceItsLimit() throws Throwable {
        Set<RsyncOption> options = EnumSet.of(RsyncOption.DELETE, RsyncOption.HARD_LINKS_AND_ACLS);
        together(
                peer -> sender(options, Tree.STILL, "40000").send(SOURCE, List.of(), peer),
                peer -> receiver(options, driver::create).receive(TARGET, List.of(), 1, UNSHIFTED, peer));

        assertThat(commands.lines())
                .filteredOn(line -> line.startsWith("rsync"))
                .hasSize(2)
                .allMatch(line -> line.contains("--delete --hard-links --acls"))
                .noneMatch(line -> line.contains("--compress") || line.contains("--xattrs"))
                .filteredOn(line -> line.contains("--bwlimit 40000"))
                .singleElement()
                .asString()
                .contains(driver.path(SOURCE) + "/");
    }

    @Test
    void ownersAreSettledInTheTreeOfEachSnapshotAndOfTheVolume() {
        var shiftedSnapshot = new ReceivedOwners(DiskIdmap.UNSHIFTED, Map.of("s", DiskIdmap.shiftedBy(1000, 1)));
        var shiftedVolume = new ReceivedOwners(DiskIdmap.shiftedBy(1000, 1), Map.of("s", DiskIdmap.UNSHIFTED));

        for (ReceivedOwners owners : List.of(shiftedSnapshot, shiftedVolume)) {
            assertThatThrownBy(() -> together(
                            peer -> sender(DELETING, Tree.STILL, "").send(SOURCE, List.of("s"), peer),
                            peer -> receiver(DELETING, driver::create).receive(TARGET, List.of("s"), 1, owners, peer)))
                    .as(owners.toString())
                    .hasMessageContaining(driver.path(TARGET).resolve("rootfs").toString());
            driver.delete(TARGET);
        }
    }

    @Test
    void aTargetThatIsCancelledWhileItMakesItsBaseEnds() {
        RsyncReceiver receiver = receiver(DELETING, _ -> {
            throw new InterruptedException();
        });
        var peer = new VolumeChannel(new JoinedChannels().left());

        assertThatThrownBy(() -> receiver.receive(TARGET, List.of(), 1, UNSHIFTED, peer))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("the transfer was cancelled");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aPeerThatIsGoneEndsBothSidesAndTheirPrograms() {
        var line = new JoinedChannels();
        line.left().close();
        var peer = new VolumeChannel(line.right());
        RsyncReceiver receiver = receiver(DELETING, driver::create);
        RsyncSender sender = sender(DELETING, Tree.STILL, "");

        assertThatThrownBy(() -> receiver.receive(TARGET, List.of(), 1, UNSHIFTED, peer))
                .isInstanceOf(Exception.class);
        assertThatThrownBy(() -> sender.send(SOURCE, List.of(), peer)).isInstanceOf(Exception.class);

        assertThat(folder.resolve("scratch")).isEmptyDirectory();
        assertThat(commands.running()).hasSize(2).noneMatch(RunningCommand::isRunning);
    }

    @Test
    void progressNamesTheVolumeAndItsSnapshot() throws Throwable {
        together(
                peer -> sender(DELETING, Tree.STILL, "").send(SOURCE, List.of("s"), peer),
                peer -> receiver(DELETING, driver::create).receive(TARGET, List.of("s"), 1, UNSHIFTED, peer));

        assertThat(operation.told())
                .extracting(
                        metadata -> String.valueOf(metadata.get("fs_progress")).replaceAll(":.*", ""))
                .containsSubsequence("c1/s", "c1")
                .containsOnly("c1/s", "c1");
    }

    /** The host's rsync, and what was asked of it. */
    private static final class RecordedCommands implements CommandRunner {
        private final CommandRunner real = new HarmlessCommands();
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<RunningCommand> running = new ConcurrentLinkedQueue<>();

        List<String> lines() {
            return List.copyOf(lines);
        }

        List<RunningCommand> running() {
            return List.copyOf(running);
        }

        @Override
        public CommandOutput run(Command command) {
            lines.add(command.line());
            return real.run(command);
        }

        @Override
        public RunningCommand start(Command command, ErrorStream errors) {
            lines.add(command.line());
            RunningCommand started = real.start(command, errors);
            running.add(started);
            return started;
        }
    }
}
