package io.gantry.storage.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.storage.IncomingVolume;
import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.MissingProgramRunner;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.OutgoingVolume;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.QuotaExceededException;
import io.gantry.storage.QuotaSupport;
import io.gantry.storage.StorageDriverContract;
import io.gantry.storage.StorageException;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.UnavailableDriverException;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import io.gantry.system.mount.KernelMounts;
import io.gantry.system.mount.LoopDevices;
import io.gantry.system.nativecall.BtrfsCalls;
import io.gantry.system.root.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NeedsRoot
final class BtrfsDriverTest extends StorageDriverContract {
    private final Volume copy = Volume.container(POOL, "default", "copy");

    @Override
    protected PoolDriver pools(StoragePaths chosen) {
        return new BtrfsPoolDriver(chosen, commands, new KernelMounts(commands), new LoopDevices(commands));
    }

    @Override
    protected PoolDefinition definition() {
        return new PoolDefinition(POOL, Map.of("size", "256MiB"));
    }

    @Test
    void nestedSubvolumesGoWithTheirVolume() throws IOException {
        driver().create(volume());
        nest("rootfs/inner");
        nest("rootfs/inner/deep");
        write(volume(), "rootfs/inner/deep/f", "1");

        driver().snapshot(volume().snapshot("s"));
        write(volume(), "rootfs/inner/deep/f", "2");
        driver().clone(volume(), copy);

        assertThat(read(volume().snapshot("s"), "rootfs/inner/deep/f")).isEqualTo("1");
        assertThat(BtrfsCalls.isReadOnly(driver().path(volume().snapshot("s")).resolve("rootfs/inner/deep")))
                .isTrue();
        assertThat(read(copy, "rootfs/inner/deep/f")).isEqualTo("2");

        driver().restore(volume().snapshot("s"));
        assertThat(read(volume(), "rootfs/inner/deep/f")).isEqualTo("1");
        write(volume(), "rootfs/inner/deep/f", "3");

        driver().delete(volume());
        driver().delete(copy);
        assertThat(lines(paths.pool(POOL), "btrfs subvolume list .")).isEmpty();
    }

    @Test
    void nothingCanBeWrittenToASnapshot() {
        driver().create(volume());
        driver().snapshot(volume().snapshot("s"));

        assertThat(BtrfsCalls.isReadOnly(driver().path(volume().snapshot("s")))).isTrue();
        assertThatThrownBy(() -> write(volume().snapshot("s"), "f", "x")).isInstanceOf(IOException.class);
    }

    @Test
    void aLimitStopsWritingAndSurvivesARestore() throws IOException {
        driver().create(volume());
        QuotaSupport quota = (QuotaSupport) driver();
        assertThat(quota.limitOf(volume())).isEmpty();

        quota.limit(volume(), 10 << 20);
        driver().snapshot(volume().snapshot("s"));
        driver().restore(volume().snapshot("s"));

        assertThat(quota.limitOf(volume())).hasValue(10 << 20);
        assertThatThrownBy(() -> shell(driver().path(volume()), "dd if=/dev/zero of=f bs=1M count=30 conv=fsync 2>&1"))
                .hasMessageContaining("exit status 1");
        quota.limit(volume(), 0);
        assertThat(quota.limitOf(volume())).isEmpty();
        shell(driver().path(volume()), "dd if=/dev/zero of=g bs=1M count=15 conv=fsync");
        assertThat(driver().usage(volume())).isPresent();
    }

    @Test
    void aLimitBelowWhatIsThereIsRefusedAndTheOldOneStays() {
        driver().create(volume());
        QuotaSupport quota = (QuotaSupport) driver();
        shell(driver().path(volume()), "dd if=/dev/urandom of=f bs=1M count=20");

        assertThatThrownBy(() -> quota.limit(volume(), 10 << 20)).isInstanceOf(QuotaExceededException.class);
        assertThat(quota.limitOf(volume())).isEmpty();
        quota.limit(volume(), 40 << 20);
        assertThatThrownBy(() -> quota.limit(volume(), 10 << 20))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("free some space first");
        assertThat(quota.limitOf(volume())).hasValue(40 << 20);
        shell(driver().path(volume()), "rm f && dd if=/dev/urandom of=g bs=1M count=5");
        quota.limit(volume(), 10 << 20);
        assertThat(quota.limitOf(volume())).hasValue(10 << 20);
    }

    @Test
    void whatWasWrittenJustBeforeTheFirstLimitCounts() {
        driver().create(volume());
        shell(driver().path(volume()), "dd if=/dev/urandom of=f bs=1M count=20");

        ((QuotaSupport) driver()).limit(volume(), 30 << 20);

        assertThatThrownBy(() -> shell(driver().path(volume()), "dd if=/dev/urandom of=g bs=1M count=20 2>&1"))
                .hasMessageContaining("exit status 1");
    }

    @Test
    void aVolumeTravelsWithItsSnapshotsAsDifferences() throws IOException {
        driver().create(volume());
        nest("rootfs/inner");
        shell(driver().path(volume()), "dd if=/dev/urandom of=rootfs/big bs=1M count=5");
        write(volume(), "rootfs/inner/f", "1");
        driver().snapshot(volume().snapshot("s1"));
        write(volume(), "rootfs/inner/f", "2");
        driver().snapshot(volume().snapshot("s2"));
        write(volume(), "rootfs/f", "3");

        try (IncomingVolume incoming = transfer().receive(copy)) {
            assertThat(pass(volume().snapshot("s1"), null, copy.snapshot("s1"), incoming))
                    .isGreaterThan(5 << 20);
            assertThat(pass(volume().snapshot("s2"), volume().snapshot("s1"), copy.snapshot("s2"), incoming))
                    .isLessThan(1 << 20);
            assertThat(pass(volume(), volume().snapshot("s2"), copy, incoming)).isLessThan(1 << 20);
            assertThat(driver().exists(copy)).isFalse();
            incoming.commit((_, _) -> false);
        }

        assertThat(driver().snapshots(copy)).containsExactly("s1", "s2");
        assertThat(read(copy.snapshot("s1"), "rootfs/inner/f")).isEqualTo("1");
        assertThat(read(copy.snapshot("s2"), "rootfs/inner/f")).isEqualTo("2");
        assertThat(read(copy, "rootfs/f")).isEqualTo("3");
        write(copy, "rootfs/inner/f", "4");
        assertThat(BtrfsCalls.isReadOnly(driver().path(copy.snapshot("s2")))).isTrue();
        assertThat(transfer().origin(copy.snapshot("s2")))
                .hasValue(transfer().parts(volume().snapshot("s2")).getFirst().uuid());
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void setIdBitsOutliveNewOwnersBetweenSnapshotsUnlessTheSourceTookThem() throws IOException {
        driver().create(volume());
        nest("inner");
        String odd = "$(printf 'odd\\377')";
        shell(
                driver().path(volume()),
                "echo a > both; chmod 6755 both; ln both name; mkdir d; echo b > d/user; chmod 4711 d/user; "
                        + "echo c > group; chmod 2755 group; echo d > keeps; chmod 2644 keeps; "
                        + "echo e > taken; chmod 4755 taken; echo f > given; chmod 755 given; "
                        + "echo g > gone; chmod 4755 gone; echo h > \"" + odd + "\"; chmod 4755 \"" + odd + "\"; "
                        + "echo i > inner/i; chmod 4755 inner/i; cp /bin/true capable; setcap cap_net_raw+ep capable");
        driver().snapshot(volume().snapshot("s1"));
        String shift = "cap=$(getcap -n capable); find . -exec sh -c 'for f; do m=$(stat -c %a \"$f\"); "
                + "chown -h 100000:100000 \"$f\"; chmod \"$m\" \"$f\"; done' - {} +; "
                + "setcap -n 100000 cap_net_raw+ep capable; ";
        shell(
                driver().path(volume()),
                shift + "chmod 755 taken; chmod 4755 given; rm gone; echo new > gone; chown 100000 gone; "
                        + "mv d e; mkdir d; mv name d/name; mv e/user d/user2; echo j > fresh; chmod 2755 fresh");
        driver().snapshot(volume().snapshot("s2"));
        shell(driver().path(volume()), "echo more >> keeps; mv group group2; mv d z");

        try (IncomingVolume incoming = transfer().receive(copy)) {
            pass(volume().snapshot("s1"), null, copy.snapshot("s1"), incoming);
            pass(volume().snapshot("s2"), volume().snapshot("s1"), copy.snapshot("s2"), incoming);
            pass(volume(), volume().snapshot("s2"), copy, incoming);
            incoming.commit((_, _) -> false);
        }

        for (String snapshot : List.of("/s1", "/s2", "")) {
            Volume original = snapshot.isEmpty() ? volume() : volume().snapshot(snapshot.substring(1));
            Volume received = snapshot.isEmpty() ? copy : copy.snapshot(snapshot.substring(1));
            String look = "find . -mindepth 1 -printf '%P %m %U:%G %n\n' | sort; getcap -n capable; ls -l";
            assertThat(lines(driver().path(received), look))
                    .as(snapshot)
                    .isEqualTo(lines(driver().path(original), look))
                    .anyMatch(line -> line.startsWith("both 6755"));
        }
    }

    @Test
    void alaterTransferGoesOnWhereTheFirstEnded() throws IOException {
        driver().create(volume());
        shell(driver().path(volume()), "dd if=/dev/urandom of=big bs=1M count=5");
        driver().snapshot(volume().snapshot("s1"));
        try (IncomingVolume incoming = transfer().receive(copy)) {
            pass(volume().snapshot("s1"), null, copy.snapshot("s1"), incoming);
            pass(volume(), volume().snapshot("s1"), copy, incoming);
            incoming.commit((_, _) -> false);
        }
        write(volume(), "f", "new");
        driver().snapshot(volume().snapshot("s2"));

        try (IncomingVolume incoming = transfer().receive(copy)) {
            pass(volume().snapshot("s2"), volume().snapshot("s1"), copy.snapshot("s2"), incoming);
            pass(volume(), volume().snapshot("s2"), copy, incoming);
            incoming.commit((_, _) -> false);
        }

        assertThat(driver().snapshots(copy)).containsExactly("s1", "s2");
        assertThat(read(copy, "f")).isEqualTo("new");
        assertThat(read(copy.snapshot("s2"), "f")).isEqualTo("new");
        assertThat(driver().path(copy.snapshot("s1")).resolve("f")).doesNotExist();
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void aBrokenStreamLeavesNothing() throws IOException {
        driver().create(volume());
        shell(driver().path(volume()), "dd if=/dev/urandom of=big bs=1M count=2");
        byte[] stream = send(volume(), null);

        try (IncomingVolume incoming = transfer().receive(copy)) {
            VolumePart root = new VolumePart(VolumePart.ROOT, false, "");
            byte[] half = Arrays.copyOf(stream, stream.length / 2);
            assertThatThrownBy(() -> incoming.readPart(copy, root, new ByteArrayInputStream(half)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("copy");
        }

        assertThat(driver().exists(copy)).isFalse();
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void whatAKilledReceiverLeftGoesAtTheNextStart() throws IOException {
        driver().create(volume());
        byte[] stream = send(volume(), null);
        IncomingVolume lost = transfer().receive(copy);
        lost.readPart(copy, new VolumePart(VolumePart.ROOT, false, ""), new ByteArrayInputStream(stream));
        assertThat(lines(workFolder(), "btrfs subvolume list -o .")).isNotEmpty();

        adoptPool();

        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void aPoolInADirectoryOfBtrfsWorksAlike() throws IOException {
        Path outer = paths.pool(POOL);
        Path existing = Files.createDirectory(outer.resolve("existing"));
        for (Path source : List.of(existing, outer.resolve("fresh"))) {
            PoolDriver pools = pools(paths);
            PoolDefinition pool = pools.create(new PoolDefinition("inner", Map.of("source", source.toString())));
            try {
                OptimizedTransfer inner = (OptimizedTransfer) pools.start(pool).volumes();
                Volume original = Volume.container("inner", "default", "a");
                Volume other = Volume.container("inner", "default", "b");
                pools.start(pool).volumes().create(original);
                pools.start(pool).volumes().snapshot(original.snapshot("s"));
                try (IncomingVolume incoming = inner.receive(other)) {
                    pass(inner, original.snapshot("s"), null, other.snapshot("s"), incoming);
                    pass(inner, original, original.snapshot("s"), other, incoming);
                    incoming.commit((_, _) -> false);
                }
                assertThat(pools.start(pool).volumes().snapshots(other)).containsExactly("s");
            } finally {
                pools.destroy(pool);
            }
        }
        assertThat(outer.resolve("fresh")).doesNotExist();
        assertThat(existing).isEmptyDirectory();
    }

    @Test
    void aBlockDeviceBecomesAPool() throws IOException {
        Path image = directory.resolve("device.img");
        shell(directory, "truncate -s 200M device.img");
        LoopDevices loops = new LoopDevices(commands);
        Path device = loops.attach(image);
        try {
            PoolDriver pools = pools(paths);
            PoolDefinition pool = pools.create(new PoolDefinition("disk", Map.of("source", device.toString())));
            try {
                pools.start(pool).volumes().create(Volume.container("disk", "default", "a"));
            } finally {
                pools.destroy(pool);
            }
        } finally {
            loops.detach(device);
        }
        assertThat(paths.pool("disk")).doesNotExist();
    }

    @Test
    void aDeviceThatHoldsSomethingIsNotOverwritten() throws IOException {
        shell(directory, "truncate -s 200M taken.img && mkfs.ext4 -q taken.img");
        LoopDevices loops = new LoopDevices(commands);
        Path device = loops.attach(directory.resolve("taken.img"));
        try {
            assertThatThrownBy(() ->
                            pools(paths).create(new PoolDefinition("disk", Map.of("source", device.toString()))))
                    .isInstanceOf(InvalidPoolException.class)
                    .hasMessageContaining("ext4")
                    .hasMessageContaining("wipefs -a " + device);
            shell(directory, "test $(blkid -p -s TYPE -o value taken.img) = ext4");
        } finally {
            loops.detach(device);
        }
    }

    @Test
    void aPoolInAFileGrowsWhileItIsInUseAndNeverShrinks() throws IOException {
        PoolDriver pools = pools(paths);
        PoolDefinition small = pools.create(new PoolDefinition("growing", Map.of("size", "120MiB")));
        try {
            StoragePool pool = pools.start(small);
            Volume volume = Volume.container("growing", "default", "a");
            pool.volumes().create(volume);

            PoolDefinition large = with(small, "size", "300MiB");
            pools.change(small, large);

            assertThat(pool.resources().spaceTotal()).isEqualTo(300L << 20);
            assertThat(pool.volumes().exists(volume)).isTrue();
            assertThatThrownBy(() -> pools.change(large, with(small, "size", "250MiB")))
                    .isInstanceOf(InvalidPoolException.class)
                    .hasMessageContaining("larger");
            assertThatThrownBy(() -> pools.change(large, with(small, "size", "")))
                    .isInstanceOf(InvalidPoolException.class);
            assertThat(Files.size(paths.disk("growing"))).isEqualTo(300L << 20);
        } finally {
            pools.destroy(small);
        }
    }

    @Test
    void mountOptionsFollowAtOnce() throws IOException {
        PoolDriver pools = pools(paths);
        PoolDefinition plain = pools.create(new PoolDefinition("optional", Map.of("size", "120MiB")));
        try {
            pools.start(plain);
            var mounts = new KernelMounts(commands);

            PoolDefinition without = with(plain, "btrfs.mount_options", "user_subvol_rm_allowed,noatime");
            pools.change(plain, without);
            assertThat(mounts.at(paths.pool("optional")).orElseThrow().options())
                    .contains("noatime");

            pools.change(without, plain);
            assertThat(mounts.at(paths.pool("optional")).orElseThrow().options())
                    .doesNotContain("noatime");
        } finally {
            pools.destroy(plain);
        }
    }

    private static PoolDefinition with(PoolDefinition pool, String key, String value) {
        var config = new HashMap<>(pool.config());
        config.put(key, value);
        return new PoolDefinition(pool.name(), config);
    }

    @Test
    void placesWithoutBtrfsAndTinySizesAreRefused() {
        PoolDriver pools = pools(paths);

        assertThatThrownBy(() -> pools.create(new PoolDefinition("x", Map.of("source", "/dev/shm/gantry-none"))))
                .isInstanceOf(InvalidPoolException.class)
                .hasMessageContaining("not on btrfs");
        assertThatThrownBy(() -> pools.create(new PoolDefinition("x", Map.of("size", "10MiB"))))
                .isInstanceOf(InvalidPoolException.class)
                .hasMessageContaining("size");
        assertThat(paths.pool("x")).doesNotExist();
        assertThat(paths.disk("x")).doesNotExist();
    }

    @Test
    void withoutItsToolsTheDriverIsNotAvailable() {
        PoolDriver pools = new BtrfsPoolDriver(
                paths, new MissingProgramRunner(), new KernelMounts(commands), new LoopDevices(commands));

        assertThat(pools.version()).isEmpty();
        assertThatThrownBy(() -> pools.create(new PoolDefinition("x", Map.of())))
                .isInstanceOf(UnavailableDriverException.class)
                .hasMessageContaining("btrfs-progs");
    }

    private OptimizedTransfer transfer() {
        return (OptimizedTransfer) driver();
    }

    private void nest(String path) throws IOException {
        Path nested = driver().path(volume()).resolve(path);
        Files.createDirectories(nested.getParent());
        BtrfsCalls.create(nested);
    }

    private int pass(Volume volume, @Nullable Volume base, Volume target, IncomingVolume incoming) {
        return pass(transfer(), volume, base, target, incoming);
    }

    /** Sends a volume and receives it; answers the number of bytes. */
    private static int pass(
            OptimizedTransfer transfer, Volume volume, @Nullable Volume base, Volume target, IncomingVolume incoming) {
        int bytes = 0;
        try (OutgoingVolume outgoing = transfer.send(volume)) {
            for (VolumePart part : outgoing.parts()) {
                ByteArrayOutputStream stream = new ByteArrayOutputStream();
                outgoing.writePart(part, base, stream);
                bytes += stream.size();
                incoming.readPart(target, part, new ByteArrayInputStream(stream.toByteArray()));
            }
        }
        return bytes;
    }

    private byte[] send(Volume volume, @Nullable Volume base) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (OutgoingVolume outgoing = transfer().send(volume)) {
            outgoing.writePart(outgoing.parts().getFirst(), base, stream);
        }
        return stream.toByteArray();
    }
}
