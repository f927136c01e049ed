package io.gantry.daemon.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.file.FileOptions.Attribute;
import io.gantry.daemon.file.InstanceFiles.FoundDirectory;
import io.gantry.daemon.file.InstanceFiles.FoundFile;
import io.gantry.daemon.file.InstanceFiles.FoundLink;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import io.gantry.storage.dir.DirPoolDriver;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.nativecall.FileKind;
import io.gantry.system.nativecall.FileStatus;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import io.gantry.system.root.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one instance on a real pool. Runs as root. */
@NeedsRoot
final class InstanceFilesTest {
    private static final InstanceKey C1 = new InstanceKey("default", "c1");
    private static final DiskIdmap SHIFTED = DiskIdmap.shiftedBy(100_000, 65_536);

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final PoolDefinition pool = new PoolDefinition("p", Map.of());
    private DirPoolDriver pools;
    private StoragePool started;
    private Path rootfs;

    @BeforeEach
    void makeInstance() throws IOException {
        pools = new DirPoolDriver(new StoragePaths(directory), new ProcessCommandRunner());
        started = pools.start(pools.create(pool));
        Volume volume = Volume.container("p", "default", "c1");
        started.volumes().create(volume);
        rootfs = Files.createDirectory(started.volumes().path(volume).resolve("rootfs"));
        Files.createDirectory(rootfs.resolve("etc"));
    }

    @AfterEach
    void removeAll() {
        pools.destroy(pool);
    }

    @Test
    void ownersOfAStoppedInstanceAreItsOwn() throws Exception {
        InstanceFiles files = stopped(SHIFTED);

        push(files, "/etc/hello", options(FileOptions.Type.FILE, 1000, 33, 0600), "hi");
        push(files, "/etc/d", options(FileOptions.Type.DIRECTORY), "");

        assertThat(Files.getAttribute(rootfs.resolve("etc/hello"), "unix:uid")).isEqualTo(101_000);
        FileStatus status = files.status(C1, "/etc/hello");
        assertThat(status.uid()).isEqualTo(1000);
        assertThat(status.gid()).isEqualTo(33);
        assertThat(status.permissions()).isEqualTo(0600);
        assertThat(Files.getAttribute(rootfs.resolve("etc/d"), "unix:uid")).isEqualTo(100_000);
        assertThat(files.status(C1, "/etc/d").permissions()).isEqualTo(0750);
        assertThat(told).containsExactly("instance-file-pushed /etc/hello", "instance-file-pushed /etc/d");
    }

    @Test
    void anUnshiftedTreeHasTheInstancesIds() throws Exception {
        InstanceFiles files = stopped(DiskIdmap.UNSHIFTED);

        push(files, "/etc/hello", options(FileOptions.Type.FILE), "hi");

        assertThat(Files.getAttribute(rootfs.resolve("etc/hello"), "unix:uid")).isEqualTo(0);
        assertThat(files.status(C1, "/etc/hello").permissions()).isEqualTo(0644);
        assertThat(content(files, "/etc/hello")).isEqualTo("hi");
    }

    @Test
    void anExistingFileKeepsItsOwnerUnlessAnotherIsDemanded() throws Exception {
        InstanceFiles files = stopped(DiskIdmap.UNSHIFTED);
        push(files, "/etc/kept", options(FileOptions.Type.FILE, 5, 6, 0640), "1");

        push(files, "/etc/kept", options(FileOptions.Type.FILE, 7, 8, 0600), "2");
        assertThat(files.status(C1, "/etc/kept"))
                .extracting(FileStatus::uid, FileStatus::gid, FileStatus::permissions)
                .containsExactly(5L, 6L, 0640);

        push(files, "/etc/kept", options(FileOptions.Type.FILE, 7, 8, 0600, Attribute.UID, Attribute.MODE), "3");
        assertThat(files.status(C1, "/etc/kept"))
                .extracting(FileStatus::uid, FileStatus::gid, FileStatus::permissions)
                .containsExactly(7L, 6L, 0600);
    }

    @Test
    void directoriesAndLinksAreSaidToBeSo() throws Exception {
        InstanceFiles files = stopped(DiskIdmap.UNSHIFTED);
        push(files, "/etc/link", options(FileOptions.Type.SYMLINK), "../var/x");
        push(files, "/etc/link", options(FileOptions.Type.SYMLINK), "../var/x");

        assertThat(files.read(C1, "/etc"))
                .isInstanceOfSatisfying(
                        FoundDirectory.class, found -> assertThat(found.names()).containsExactly("link"));
        assertThat(files.read(C1, "/etc/link"))
                .isInstanceOfSatisfying(
                        FoundLink.class, found -> assertThat(found.target()).isEqualTo("/var/x"));
        assertThat(files.status(C1, "/etc/link").kind()).isEqualTo(FileKind.LINK);
        assertThatThrownBy(() -> push(files, "/etc/link", options(FileOptions.Type.SYMLINK), "elsewhere"))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.INVALID_REQUEST));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        InstanceFiles files = stopped(DiskIdmap.UNSHIFTED);

        assertThatThrownBy(() -> files.read(C1, "/etc/none")).isInstanceOfSatisfying(DaemonException.class, failure -> {
            assertThat(failure.category()).isEqualTo(FailureCategory.NOT_FOUND);
            assertThat(failure).hasMessageContaining("/etc/none").hasMessageContaining("c1");
        });
        assertThatThrownBy(() -> files.delete(C1, "/etc/none")).isInstanceOf(DaemonException.class);
    }

    @Test
    void anIdThatTheInstanceDoesNotHaveIsRefused() {
        InstanceFiles files = stopped(SHIFTED);

        assertThatThrownBy(() -> push(files, "/etc/x", options(FileOptions.Type.FILE, 70_000, 0, 0644), ""))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("70000");
        assertThat(rootfs.resolve("etc/x")).doesNotExist();
    }

    @Test
    void aLinkToTheHostLeadsNowhere() throws Exception {
        Files.writeString(directory.resolve("secret"), "host");
        Files.createSymbolicLink(rootfs.resolve("out"), directory);
        InstanceFiles files = stopped(DiskIdmap.UNSHIFTED);

        assertThatThrownBy(() -> files.read(C1, "/out/secret")).isInstanceOf(DaemonException.class);
        assertThatThrownBy(() -> push(files, "/out/planted", options(FileOptions.Type.FILE), "x"))
                .isInstanceOf(DaemonException.class);
        assertThatThrownBy(() -> files.delete(C1, "/out/secret")).isInstanceOf(DaemonException.class);
        assertThat(directory.resolve("planted")).doesNotExist();
        assertThat(directory.resolve("secret")).exists();
    }

    @Test
    void aRunningInstanceIsReachedThroughItsProcess() throws Exception {
        Files.createDirectory(rootfs.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), rootfs.resolve("bin/busybox"));
        Process init = new ProcessBuilder("chroot", rootfs.toString(), "/bin/busybox", "cat").start();
        try {
            // What cat gives back tells that it has its root.
            init.getOutputStream().write("up\n".getBytes(StandardCharsets.US_ASCII));
            init.getOutputStream().flush();
            assertThat(init.getInputStream().read()).isEqualTo('u');
            InstanceFiles files = new InstanceFiles(
                    key -> record(key, DiskIdmap.UNSHIFTED),
                    new Running(new RunState.Running(init.pid())),
                    new OnePool(),
                    new Told());

            push(files, "/etc/hello", options(FileOptions.Type.FILE, 5, 6, 0640), "hi");

            assertThat(Files.getAttribute(rootfs.resolve("etc/hello"), "unix:uid"))
                    .isEqualTo(100_005);
            assertThat(content(files, "/etc/hello")).isEqualTo("hi");
            assertThat(files.status(C1, "/etc/hello").gid()).isEqualTo(6);
            files.delete(C1, "/etc/hello");
            assertThat(rootfs.resolve("etc/hello")).doesNotExist();
        } finally {
            init.destroyForcibly();
            init.waitFor();
        }
    }

    private InstanceFiles stopped(DiskIdmap idmap) {
        return new InstanceFiles(
                key -> record(key, idmap), new Running(new RunState.Stopped()), new OnePool(), new Told());
    }

    private static FileOptions options(FileOptions.Type type) {
        return new FileOptions(
                type, OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), WriteMode.OVERWRITE, Set.of());
    }

    private static FileOptions options(
            FileOptions.Type type, long uid, long gid, int mode, FileOptions.Attribute... modified) {
        return new FileOptions(
                type,
                OptionalLong.of(uid),
                OptionalLong.of(gid),
                OptionalInt.of(mode),
                WriteMode.OVERWRITE,
                Set.of(modified));
    }

    private static void push(InstanceFiles files, String path, FileOptions options, String content) throws Exception {
        files.write(C1, path, options, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String content(InstanceFiles files, String path) throws Exception {
        if (files.read(C1, path) instanceof FoundFile(FileStatus status, var channel)) {
            try (channel) {
                ByteBuffer bytes = ByteBuffer.allocate((int) status.size());
                channel.read(bytes);
                return new String(bytes.array(), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError(path + " is not a file");
    }

    private static InstanceRecord record(InstanceKey key, DiskIdmap idmap) {
        return new InstanceRecord(
                key,
                "p",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withConfig(Map.of("volatile.last_state.idmap", idmap.toJson())),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private record Running(RunState now) implements InstanceRuntime {
        @Override
        public RunState state(InstanceKey key) {
            return now;
        }

        @Override
        public DiskIdmap runningIdmap(InstanceKey key) {
            return SHIFTED;
        }

        @Override
        public void start(InstanceKey key) {}

        @Override
        public void shutDown(InstanceKey key, Duration limit) {}

        @Override
        public void kill(InstanceKey key) {}

        @Override
        public void freeze(InstanceKey key) {}

        @Override
        public void unfreeze(InstanceKey key) {}
    }

    private final class OnePool implements StoragePools {
        @Override
        public StoragePool started(String name) {
            return started;
        }

        @Override
        public List<String> names() {
            return List.of("p");
        }

        @Override
        public Config config(String name) {
            return new Config(Map.of());
        }
    }

    private final class Told implements Events {
        @Override
        public void lifecycle(String action, String source, Map<String, Object> context) {
            told.add(action + " " + context.get("path"));
        }

        @Override
        public void operation(io.gantry.api.Operation operation) {}
    }
}
