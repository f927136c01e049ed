package io.gantry.daemon.publish;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Image;
import io.gantry.api.Operation;
import io.gantry.daemon.EveryEffect;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Instances become images and images instances: with each effect failing, and with a crash after each. */
class PublishEffectsTest {
    private static final Map<String, String> SNAPSHOTS = Map.of("s", "then");

    @TempDir
    Path folder;

    private static void prepare(TestDaemon daemon) throws IOException {
        TestInstances.prepare(daemon);
        Path volume = daemon.directory().resolve("containers/c1");
        Files.writeString(volume.resolve("metadata.yaml"), "architecture: x86_64\ncreation_date: 1700000000\n");
    }

    private static Operation publish(TestDaemon daemon, String type, String name) throws IOException {
        return daemon.done(
                "POST",
                "/1.0/images",
                Map.of(
                        "compression_algorithm",
                        "none",
                        "aliases",
                        List.of(Map.of("name", "mine")),
                        "source",
                        Map.of("type", type, "name", name)));
    }

    private static List<Image> images(TestDaemon daemon) throws IOException {
        return daemon.api().list("/1.0/images?recursion=1", Image.class);
    }

    private static List<String> files(TestDaemon daemon) throws IOException {
        try (var entries = Files.list(daemon.directory().resolve("images"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static void requireOneImage(TestDaemon daemon) throws IOException {
        assertThat(images(daemon)).hasSize(1);
        Image image = images(daemon).getFirst();
        assertThat(files(daemon)).containsExactly(image.fingerprint());
        assertThat(image.aliases()).hasSize(1);
        assertThat(image.architecture()).isEqualTo(instance(daemon, "c1").architecture());
        requireContent(daemon, "c1", "now", SNAPSHOTS);
    }

    private static void requireNoImage(TestDaemon daemon) throws IOException {
        assertThat(images(daemon)).isEmpty();
        assertThat(files(daemon)).isEmpty();
        requireContent(daemon, "c1", "now", SNAPSHOTS);
    }

    @TestFactory
    List<DynamicTest> publishingAnInstance() throws Exception {
        return new EveryEffect(folder)
                .of(
                        PublishEffectsTest::prepare,
                        daemon -> publish(daemon, "instance", "c1"),
                        PublishEffectsTest::requireOneImage,
                        PublishEffectsTest::requireNoImage);
    }

    @TestFactory
    List<DynamicTest> publishingASnapshot() throws Exception {
        return new EveryEffect(folder)
                .of(
                        PublishEffectsTest::prepare,
                        daemon -> publish(daemon, "snapshot", "c1/s"),
                        PublishEffectsTest::requireOneImage,
                        PublishEffectsTest::requireNoImage);
    }

    private TestDaemon started() throws Exception {
        TestDaemon daemon = new TestHost(folder.resolve("lxd")).start();
        prepare(daemon);
        return daemon;
    }

    @Test
    void theImageHasWhatTheInstanceHasAndTheSnapshotWhatItHadThen() throws Exception {
        try (TestDaemon daemon = started()) {
            publish(daemon, "instance", "c1");
            Path now =
                    daemon.directory().resolve("images").resolve(files(daemon).getFirst());
            assertThat(Files.readString(now, StandardCharsets.ISO_8859_1)).contains("rootfs/f", "now");
            daemon.done("DELETE", "/1.0/images/" + files(daemon).getFirst(), null);
            publish(daemon, "snapshot", "c1/s");
            Path then =
                    daemon.directory().resolve("images").resolve(files(daemon).getFirst());
            assertThat(Files.readString(then, StandardCharsets.ISO_8859_1)).contains("rootfs/f", "then");
        }
    }

    @Test
    void whatRunsIsNotPublishedButItsSnapshotIs() throws Exception {
        try (TestDaemon daemon = started()) {
            daemon.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));
            assertThatThrownBy(() -> publish(daemon, "instance", "c1"))
                    .hasMessageContaining("Cannot export a running instance");
            requireNoImage(daemon);
            publish(daemon, "snapshot", "c1/s");
            requireOneImage(daemon);
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        try (TestDaemon daemon = started()) {
            assertThatThrownBy(() -> publish(daemon, "instance", "never")).hasMessageContaining("Instance not found");
            assertThatThrownBy(() -> publish(daemon, "snapshot", "c1/never"))
                    .hasMessageContaining("snapshot not found");
            assertThatThrownBy(() -> publish(daemon, "snapshot", "c1")).hasMessageContaining("Not a snapshot");
            assertThatThrownBy(() -> publish(daemon, "instance", "c1/s")).hasMessageContaining("This is a snapshot");
            requireNoImage(daemon);
        }
    }

    @Test
    void anInstanceCanBeChangedAgainAfterwards() throws Exception {
        try (TestDaemon daemon = started()) {
            publish(daemon, "instance", "c1");
            daemon.done("POST", "/1.0/instances/c1", Map.of("name", "c2"));
            requireInstances(daemon, "c2");
        }
    }

    @Test
    void theSameIsNotPublishedTwice() throws Exception {
        try (TestDaemon daemon = started()) {
            publish(daemon, "instance", "c1");
            assertThatThrownBy(() -> publish(daemon, "instance", "c1")).hasMessageContaining("already exists");
            requireOneImage(daemon);
        }
    }
}
