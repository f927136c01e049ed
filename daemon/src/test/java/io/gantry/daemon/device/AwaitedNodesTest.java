package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.Effects;
import io.gantry.daemon.device.host.FakeDeviceHost;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.MemoryInstances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of the host are links to those that every host has. */
@SuppressWarnings("NullAway.Init") // made before each test
class AwaitedNodesTest {
    private static final InstanceKey C1 = new InstanceKey("default", "c1");

    @TempDir
    private Path folder;

    private final BlockingQueue<String> acts = new LinkedBlockingQueue<>();
    private AwaitedNodes nodes;
    private Path source;
    private Device device;
    private DeviceHost host;

    @BeforeEach
    void make() {
        host = new FakeDeviceHost(folder.resolve("lxd"), new Effects()).host();
        nodes = new AwaitedNodes(host, new Recorded());
        source = folder.resolve("later/node");
        device = device("dev");
    }

    private Device device(String name) {
        return read(
                name, Map.of("type", "unix-char", "source", source.toString(), "path", "/dev/x", "required", "false"));
    }

    private static Device read(String name, Map<String, String> description) {
        return DeviceTypes.read(name, description, new MemoryInstances().add("c1", Map.of(), Map.of()));
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    /** Notes what is done, and makes ready what the runtime would. */
    private final class Recorded implements AwaitedNodes.Plug {
        @Override
        public void in(InstanceKey instance, Device plugged) {
            try {
                Path ready = host.paths().ready(instance.name(), plugged.name());
                Files.createDirectories(ready.getParent());
                Files.createSymbolicLink(ready, source.toRealPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            acts.add("in " + plugged.name());
        }

        @Override
        public void out(InstanceKey instance, Device plugged) {
            try {
                Files.delete(host.paths().ready(instance.name(), plugged.name()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            acts.add("out " + plugged.name());
        }
    }

    private String act() throws InterruptedException {
        String act = acts.poll(30, TimeUnit.SECONDS);
        return act == null ? "nothing" : act;
    }

    private void appears(String target) throws IOException {
        Files.createDirectories(source.getParent());
        Files.createSymbolicLink(source, Path.of(target));
    }

    @Test
    void whatIsThereIsPluggedInAtOnce() throws Exception {
        appears("/dev/null");
        nodes.await(C1, device);

        assertThat(acts).containsExactly("in dev");
    }

    @Test
    void comesAndGoesWithTheHostsEvenIfTheFolderIsMadeLater() throws Exception {
        nodes.await(C1, device);
        assertThat(acts).isEmpty();

        appears("/dev/null");
        assertThat(act()).isEqualTo("in dev");
        Files.delete(source);
        assertThat(act()).isEqualTo("out dev");
        Files.delete(source.getParent());
        appears("/dev/zero");
        assertThat(act()).isEqualTo("in dev");
    }

    @Test
    void aNodeThatBecameAnotherIsReplaced() throws Exception {
        appears("/dev/null");
        nodes.await(C1, device);
        assertThat(act()).isEqualTo("in dev");

        Path other = Files.createSymbolicLink(folder.resolve("later/other"), Path.of("/dev/zero"));
        Files.move(other, source, StandardCopyOption.REPLACE_EXISTING);
        assertThat(act()).isEqualTo("out dev");
        assertThat(act()).isEqualTo("in dev");
    }

    @Test
    void whatIsNoLongerAwaitedIsTakenOutAndNotBroughtAgain() throws Exception {
        appears("/dev/null");
        nodes.await(C1, device);
        assertThat(act()).isEqualTo("in dev");
        nodes.end(C1, device);
        assertThat(act()).isEqualTo("out dev");

        // A second device in the same folder tells when the watcher has seen the change.
        nodes.await(C1, device("second"));
        assertThat(act()).isEqualTo("in second");
        Files.delete(source);
        assertThat(act()).isEqualTo("out second");
        assertThat(acts).isEmpty();
    }

    @Test
    void nodesWithNumbersOfTheirOwnAreNotAwaited() {
        assertThat(device.follows()).contains(source);
        assertThat(read("x", Map.of("type", "unix-char", "path", "/dev/x")).follows())
                .isEmpty();
        assertThat(read(
                                "x",
                                Map.of(
                                        "type",
                                        "unix-block",
                                        "path",
                                        "/dev/x",
                                        "required",
                                        "false",
                                        "major",
                                        "7",
                                        "minor",
                                        "1"))
                        .follows())
                .isEmpty();
    }
}
