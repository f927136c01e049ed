package io.gantry.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every driver promises; each subclass says how its pools are made. What only root can see needs root. */
public abstract class StorageDriverContract {
    protected static final String POOL = "p";

    protected final ProcessCommandRunner commands = new ProcessCommandRunner();

    @TempDir
    protected Path directory;

    protected StoragePaths paths;
    private PoolDriver pools;
    private PoolDefinition definition;
    private StorageDriver driver;

    private final Volume c1 = Volume.container(POOL, "default", "c1");
    private final Volume c2 = Volume.container(POOL, "default", "c2");

    protected abstract PoolDriver pools(StoragePaths chosen);

    protected abstract PoolDefinition definition();

    protected String modeOfVolumes() {
        return "--x------";
    }

    protected StorageDriver driver() {
        return driver;
    }

    protected Volume volume() {
        return c1;
    }

    @BeforeEach
    final void startPool() throws IOException {
        paths = new StoragePaths(Files.createDirectory(directory.resolve("daemon")));
        pools = pools(paths);
        definition = pools.create(definition());
        driver = pools.start(definition).volumes();
    }

    @AfterEach
    final void destroyPool() {
        pools.destroy(definition);
        assertThat(paths.pool(POOL)).doesNotExist();
        assertThat(paths.disk(POOL)).doesNotExist();
    }

    protected final void restartPool() {
        pools.stop(definition);
        driver = pools.start(definition).volumes();
    }

    protected final void adoptPool() {
        driver = pools(paths).start(definition).volumes();
    }

    @Test
    void aNewVolumeIsEmptyAndOnlyForRoot() throws IOException {
        driver.create(c1);

        try (MountedVolume mounted = driver.mount(c1)) {
            assertThat(mounted.path()).isEqualTo(paths.volume(c1)).isEmptyDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mounted.path())))
                    .isEqualTo(modeOfVolumes());
        }
        assertThat(driver.exists(c1)).isTrue();
        assertThat(driver.exists(c2)).isFalse();
    }

    @Test
    @NeedsRoot
    void aCopyHasEverythingThatTheSourceHas() throws IOException {
        driver.create(c1);
        shell(driver.path(c1), """
                mkdir -p rootfs/etc rootfs/bin rootfs/dev "rootfs/empty"
                echo host > rootfs/etc/hostname
                touch -d '2001-02-03 04:05:06.123456789' rootfs/etc/hostname
                ln rootfs/etc/hostname rootfs/etc/hard
                ln -s /etc/hostname rootfs/etc/absolute
                ln -s nowhere rootfs/etc/dangling
                touch -h -d '2002-02-03 04:05:06.987654321' rootfs/etc/dangling
                cp /bin/true rootfs/bin/setuid
                chown 1000:1001 rootfs/bin/setuid
                chmod 6755 rootfs/bin/setuid
                cp /bin/true rootfs/bin/capable
                setcap cap_net_raw+ep rootfs/bin/capable
                setfattr -n user.colour -v blue rootfs/etc/hostname
                setfattr -n trusted.secret -v red rootfs/etc
                setfacl -m u:1234:rw rootfs/etc/hostname
                setfacl -d -m g:77:rx rootfs/empty
                mknod rootfs/dev/null c 1 3
                mkfifo rootfs/dev/fifo
                truncate -s 64M rootfs/sparse
                echo end >> rootfs/sparse
                touch "$(printf 'rootfs/raw\\377\\nname')"
                chmod 1777 rootfs/empty
                chown -h 5:6 rootfs/etc/absolute
                touch -d '2003-01-01 00:00:00.5' rootfs/empty rootfs
                """);
        String original = listing(c1);

        assertThat(original)
                .contains("user.colour", "trusted.secret", "security.capability", "posix_acl_default", ".1234567890");

        driver.clone(c1, c2);
        driver.snapshot(c1.snapshot("s"));

        assertThat(listing(c2)).isEqualTo(original);
        assertThat(listing(c1.snapshot("s"))).isEqualTo(original);
        assertThat(shell(driver.path(c2), "du -k rootfs/sparse | cut -f1").strip())
                .satisfies(kilobytes -> assertThat(Integer.parseInt(kilobytes)).isLessThan(1024));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(driver.path(c2))))
                .isEqualTo(modeOfVolumes());
    }

    @Test
    void aVolumeThatChangesAllTheTimeCanBeCopied() throws Exception {
        driver.create(c1);
        shell(driver.path(c1), "mkdir rootfs; seq 3000 | (cd rootfs && xargs touch)");
        Path rootfs = driver.path(c1).resolve("rootfs");
        AtomicBoolean isDone = new AtomicBoolean();
        Thread changes = Thread.ofPlatform().start(() -> {
            for (int round = 0; !isDone.get(); round++) {
                Path name = rootfs.resolve(Integer.toString(round % 3000 + 1));
                if (!name.toFile().delete()) {
                    assertThat(name.toFile().mkdir() || name.toFile().exists()).isTrue();
                }
            }
        });
        try {
            driver.clone(c1, c2);
        } finally {
            isDone.set(true);
            changes.join();
        }

        assertThat(driver.exists(c2)).isTrue();
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void aCopyIsWritableAndApartFromItsSource() throws IOException {
        driver.create(c1);
        write(c1, "f", "one");
        driver.snapshot(c1.snapshot("s"));

        driver.clone(c1.snapshot("s"), c2);
        write(c2, "f", "two");

        assertThat(read(c1, "f")).isEqualTo("one");
        assertThat(read(c1.snapshot("s"), "f")).isEqualTo("one");
        assertThat(read(c2, "f")).isEqualTo("two");
        assertThat(driver.snapshots(c2)).isEmpty();
    }

    @Test
    void aCopyOfAnImageIsAContainer() throws IOException {
        Volume image = Volume.image(POOL, "0123abcd");
        driver.create(image);
        write(image, "metadata.yaml", "x");

        driver.clone(image, c1);

        assertThat(read(c1, "metadata.yaml")).isEqualTo("x");
        assertThat(paths.volume(image)).isEqualTo(paths.pool(POOL).resolve("images/0123abcd"));
    }

    @Test
    void snapshotsKeepWhatWasAndAreListedOldestFirst() throws IOException {
        driver.create(c1);
        write(c1, "f", "1");
        driver.snapshot(c1.snapshot("z"));
        write(c1, "f", "2");
        driver.snapshot(c1.snapshot("a"));
        write(c1, "f", "3");

        assertThat(driver.snapshots(c1)).containsExactly("z", "a");
        assertThat(read(c1.snapshot("z"), "f")).isEqualTo("1");
        assertThat(read(c1.snapshot("a"), "f")).isEqualTo("2");
        assertThat(paths.volume(c1.snapshot("z"))).isEqualTo(paths.pool(POOL).resolve("containers-snapshots/c1/z"));
    }

    @Test
    void restoringGivesTheContentBackAndKeepsAllSnapshots() throws IOException {
        driver.create(c1);
        write(c1, "f", "1");
        driver.snapshot(c1.snapshot("s1"));
        write(c1, "f", "2");
        write(c1, "g", "2");
        driver.snapshot(c1.snapshot("s2"));

        driver.restore(c1.snapshot("s1"));

        assertThat(read(c1, "f")).isEqualTo("1");
        assertThat(driver.path(c1).resolve("g")).doesNotExist();
        assertThat(driver.snapshots(c1)).containsExactly("s1", "s2");
        write(c1, "f", "3");
        assertThat(read(c1.snapshot("s1"), "f")).isEqualTo("1");
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void renamingTakesTheSnapshotsAlong() throws IOException {
        driver.create(c1);
        write(c1, "f", "1");
        driver.snapshot(c1.snapshot("s"));

        driver.rename(c1, c2);
        driver.rename(c2.snapshot("s"), c2.snapshot("t"));

        assertThat(driver.exists(c1)).isFalse();
        assertThat(driver.snapshots(c1)).isEmpty();
        assertThat(driver.snapshots(c2)).containsExactly("t");
        assertThat(read(c2.snapshot("t"), "f")).isEqualTo("1");
    }

    @Test
    void takenNamesAndMissingVolumesAreRefused() {
        driver.create(c1);
        driver.create(c2);

        assertThatThrownBy(() -> driver.create(c1))
                .isInstanceOf(VolumeExistsException.class)
                .hasMessageContaining("c1");
        assertThatThrownBy(() -> driver.clone(c1, c2)).isInstanceOf(VolumeExistsException.class);
        assertThatThrownBy(() -> driver.rename(c1, c2)).isInstanceOf(VolumeExistsException.class);
        assertThatThrownBy(() -> driver.restore(c1.snapshot("no"))).isInstanceOf(NoSuchVolumeException.class);
        assertThatThrownBy(() -> driver.clone(Volume.container(POOL, "default", "no"), c2.snapshot("x")))
                .isInstanceOf(NoSuchVolumeException.class);
    }

    @Test
    void deletingTakesAllSnapshotsAndFollowsNoLink() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "x");
        driver.create(c1);
        Files.createSymbolicLink(driver.path(c1).resolve("link"), outside);
        driver.snapshot(c1.snapshot("s"));

        driver.delete(c1);
        driver.delete(c1);

        assertThat(driver.exists(c1)).isFalse();
        assertThat(driver.snapshots(c1)).isEmpty();
        assertThat(paths.snapshots(c1)).doesNotExist();
        assertThat(outside.resolve("precious")).exists();
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void deletingOneSnapshotKeepsTheOthers() throws IOException {
        driver.create(c1);
        driver.snapshot(c1.snapshot("s1"));
        driver.snapshot(c1.snapshot("s2"));

        driver.delete(c1.snapshot("s1"));

        assertThat(driver.snapshots(c1)).containsExactly("s2");
        assertThat(driver.exists(c1)).isTrue();
    }

    @Test
    void deletingCopesWithFilesThatMustNotChange() throws IOException {
        driver.create(c1);
        shell(driver.path(c1), "mkdir d; echo x > d/f; ln -s f d/l; chattr +i d/f || true; chattr +a d || true");

        driver.delete(c1);

        assertThat(driver.exists(c1)).isFalse();
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void volumesSurviveStopAndStartAndLeftoversDoNot() throws IOException {
        driver.create(c1);
        write(c1, "f", "1");
        Files.createDirectories(workFolder().resolve("left/over"));

        restartPool();

        assertThat(read(c1, "f")).isEqualTo("1");
        assertThat(workFolder()).isEmptyDirectory();
    }

    @Test
    void aPoolThatIsStillThereIsTakenOver() throws IOException {
        driver.create(c1);
        write(c1, "f", "1");

        adoptPool();
        adoptPool();

        assertThat(read(c1, "f")).isEqualTo("1");
    }

    @Test
    void theSpaceOfThePoolIsKnown() {
        PoolResources resources = pools.start(definition).resources();

        assertThat(resources.spaceTotal()).isGreaterThan(resources.spaceUsed());
    }

    @Test
    void treesOfThePoolCanBeMountedWithShiftedIds() {
        assertThat(pools.start(definition).supportsIdmappedMounts()).isTrue();
    }

    protected final Path workFolder() {
        return paths.pool(POOL).resolve(".gantry-work");
    }

    protected final void write(Volume volume, String name, String content) throws IOException {
        Path file = driver.path(volume).resolve(name);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    protected final String read(Volume volume, String name) throws IOException {
        Path file = driver.path(volume).resolve(name);
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        return Files.readString(file);
    }

    /** All that the files of a volume's root file system are, one file a line. */
    private String listing(Volume volume) {
        return shell(driver.path(volume).resolve("rootfs"), """
                find . -mindepth 1 -printf '%P %y %m %U %G %n %s %l %T@\\n' | LC_ALL=C sort
                find . -type c -exec stat -c '%n %t %T' {} +
                find . -mindepth 1 -print0 | LC_ALL=C sort -z | xargs -0 getfattr -h -d -m - 2>/dev/null || true
                find . -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum
                """);
    }

    protected final String shell(Path where, String script) {
        Command command = Command.of("sh", "-e").in(where).withInput(new CommandInput.Text(script));
        return new String(commands.run(command).bytes(), StandardCharsets.ISO_8859_1);
    }

    protected final List<String> lines(Path where, String script) {
        return shell(where, script).lines().toList();
    }
}
