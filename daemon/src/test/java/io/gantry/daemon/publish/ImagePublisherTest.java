package io.gantry.daemon.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageMetadata;
import io.gantry.api.ImagesPost;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.ImageArchiveReader;
import io.gantry.daemon.image.archive.ImageUnpacker;
import io.gantry.daemon.image.remote.ImageSettings;
import io.gantry.daemon.image.store.ImageAliasStore;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.ImageLocks;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageRegistrar;
import io.gantry.daemon.image.store.ImageStore;
import io.gantry.daemon.operation.Progress;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of a directory that looks like an instance's volume. */
@NeedsRoot
class ImagePublisherTest {
    private static final DiskIdmap SHIFTED = DiskIdmap.shiftedBy(1_000_000, 65536);

    @TempDir
    Path folder;

    private final CommandRunner commands = new ProcessCommandRunner();
    private SqliteDatabase database;
    private ImageFiles files;
    private ImagePublisher publisher;
    private Path volume;
    private int closed;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        files = new ImageFiles(folder, new ImageArchiveReader(commands));
        publisher = new ImagePublisher(
                (_, _) -> new Volume(),
                commands,
                files,
                new ImageRegistrar(
                        database,
                        new ImageStore(),
                        new ImageAliasStore(),
                        files,
                        new ImageLocks(),
                        new EventBroadcast(InstantSource.system())),
                new Settings(),
                InstantSource.system());
        volume = Files.createDirectory(folder.resolve("volume"));
        Files.createDirectories(volume.resolve("rootfs/etc"));
        Files.writeString(volume.resolve("rootfs/etc/hostname"), "c1\n");
        Files.setAttribute(volume.resolve("rootfs"), "unix:uid", 1_000_000);
        Files.setAttribute(volume.resolve("rootfs/etc/hostname"), "unix:uid", 1_000_007);
        Files.createDirectory(volume.resolve("templates"));
        Files.writeString(volume.resolve("templates/hostname.tpl"), "x");
        Files.writeString(volume.resolve("backup.yaml"), "secret");
        Files.writeString(volume.resolve("metadata.yaml"), """
                architecture: x86_64
                creation_date: 1700000000
                properties: {os: old}
                templates:
                  /etc/hostname: {when: [create], template: hostname.tpl}
                """);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    private final class Volume implements PublishableInstances.Opened {
        @Override
        public Path volume() {
            return volume;
        }

        @Override
        public DiskIdmap idmap() {
            return SHIFTED;
        }

        @Override
        public String architecture() {
            return "x86_64";
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static final class Settings implements ImageSettings {
        @Override
        public String compressionAlgorithm() {
            return "gzip";
        }

        @Override
        public Duration autoUpdateInterval() {
            return Duration.ZERO;
        }

        @Override
        public boolean autoUpdateCached() {
            return false;
        }

        @Override
        public Duration remoteCacheExpiry() {
            return Duration.ZERO;
        }
    }

    private ImageRecord publish(String json) throws InterruptedException {
        return publisher.publish("default", ApiJson.read(json, ImagesPost.class), Progress.SILENT);
    }

    private static String request(String compression) {
        return """
                {"compression_algorithm": "%s", "source": {"type": "instance", "name": "c1"}}
                """.formatted(compression);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "gzip", "bzip2", "xz -0", "zstd -3", "squashfs"})
    void aPublishedImageUnpacksToTheSameContainer(String compression) throws Exception {
        ImageRecord image = publish(request(compression));
        Path target = Files.createDirectory(folder.resolve("target"));
        new ImageUnpacker(commands, ImageUnpacker.DeviceNodes.LEFT_OUT)
                .unpack(files.packed(image.fingerprint()), target);
        assertThat(target.resolve("rootfs/etc/hostname")).hasContent("c1");
        assertThat((int) Files.getAttribute(target.resolve("rootfs/etc/hostname"), "unix:uid"))
                .isEqualTo(7);
        assertThat((int) Files.getAttribute(target.resolve("rootfs"), "unix:uid"))
                .isZero();
        assertThat(target.resolve("templates/hostname.tpl")).hasContent("x");
        assertThat(target.resolve("backup.yaml")).doesNotExist();
        assertThat(closed).isEqualTo(1);
        assertThat(Files.size(files.metadata(image.fingerprint())))
                .isEqualTo(image.content().size());
    }

    @Test
    void theSameContentMakesTheSameImage() throws Exception {
        ImageRecord first = publish(request("gzip"));
        assertThatThrownBy(() -> publish(request("gzip")))
                .hasMessage("The image already exists: " + first.fingerprint());
    }

    @Test
    void newPropertiesReplaceTheOldInRecordAndArchive() throws Exception {
        ImageRecord image = publish("""
                {"properties": {"a": "b"}, "public": true, "filename": "f", "expires_at": "2100-01-01T00:00:00Z",
                 "source": {"type": "container", "name": "c1"}}
                """);
        ImageMetadata inside = new ImageArchiveReader(commands)
                .read(files.metadata(image.fingerprint()), ImageArchiveReader.Part.METADATA)
                .ofWholeImage();
        assertThat(image.properties()).isEqualTo(Map.of("a", "b"));
        assertThat(image.isPublic()).isTrue();
        assertThat(image.content().filename()).isEqualTo("f");
        assertThat(inside.properties()).isEqualTo(Map.of("a", "b"));
        assertThat(inside.templates()).containsKey("/etc/hostname");
        assertThat(inside.expiryDate()).isEqualTo(image.options().expiresAt().getEpochSecond());
    }

    @Test
    void aFailureLeavesNoImageAndGivesTheInstanceBack() throws Exception {
        Files.move(volume.resolve("rootfs"), volume.resolve("elsewhere"));
        assertThatThrownBy(() -> publish(request("gzip"))).isInstanceOf(DaemonException.class);
        assertThat(folder.resolve("images")).isEmptyDirectory();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void compressionsAndOptionsThatAreNotKnownAreRefused() {
        for (String compression :
                java.util.List.of("rm", "gzip -S/etc/passwd", "zstd -o /tmp/x", "xz --files=/etc/shadow")) {
            assertThatThrownBy(() -> publish(request(compression)))
                    .as(compression)
                    .isInstanceOf(DaemonException.class);
        }
    }

    @Test
    void snapshotsAndInstancesAreNotMixedUp() {
        assertThatThrownBy(() -> publish("{\"source\": {\"type\": \"snapshot\", \"name\": \"c1\"}}"))
                .hasMessage("Not a snapshot");
        assertThatThrownBy(() -> publish("{\"source\": {\"type\": \"instance\", \"name\": \"c1/s\"}}"))
                .hasMessage("This is a snapshot");
        assertThatThrownBy(() -> publish("{\"source\": {\"type\": \"instance\"}}"))
                .hasMessage("No source provided");
    }
}
