package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.instance.InstanceKey;
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
    private static final AwaitedNodes.Place PLACE = new AwaitedNodes.Place(C1, "dev");

    @TempDir
    private Path folder;

    private final BlockingQueue<String> acts = new LinkedBlockingQueue<>();
    private AwaitedNodes nodes;
    private Path source;
    private Map<String, String> device;

    @BeforeEach
    void make() {
        nodes = new AwaitedNodes(new Recorded());
        source = folder.resolve("later/node");
        device = Map.of("type", "unix-char", "source", source.toString(), "path", "/dev/x", "required", "false");
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    /** Notes what is done, and makes ready what the runtime would. */
    private final class Recorded implements AwaitedNodes.Plug {
        @Override
        public Path ready(AwaitedNodes.Place place) {
            return folder.resolve("ready");
        }

        @Override
        public void in(AwaitedNodes.Place place, Map<String, String> plugged) {
            try {
                Files.createSymbolicLink(ready(place), source.toRealPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            acts.add("in " + place.device());
        }

        @Override
        public void out(AwaitedNodes.Place place, Map<String, String> plugged) {
            try {
                Files.delete(ready(place));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            acts.add("out " + place.device());
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
        nodes.await(PLACE, device);

        assertThat(acts).containsExactly("in dev");
    }

    @Test
    void comesAndGoesWithTheHostsEvenIfTheFolderIsMadeLater() throws Exception {
        nodes.await(PLACE, device);
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
        nodes.await(PLACE, device);
        assertThat(act()).isEqualTo("in dev");

        Path other = Files.createSymbolicLink(folder.resolve("later/other"), Path.of("/dev/zero"));
        Files.move(other, source, StandardCopyOption.REPLACE_EXISTING);
        assertThat(act()).isEqualTo("out dev");
        assertThat(act()).isEqualTo("in dev");
    }

    @Test
    void whatIsNoLongerAwaitedIsTakenOutAndNotBroughtAgain() throws Exception {
        appears("/dev/null");
        nodes.await(PLACE, device);
        assertThat(act()).isEqualTo("in dev");
        nodes.end(PLACE, device);
        assertThat(act()).isEqualTo("out dev");

        // A second device in the same folder tells when the watcher has seen the change.
        var second = new AwaitedNodes.Place(C1, "second");
        nodes.await(second, device);
        assertThat(act()).isEqualTo("in second");
        Files.delete(source);
        assertThat(act()).isEqualTo("out second");
        assertThat(acts).isEmpty();
    }

    @Test
    void nodesWithNumbersOfTheirOwnAreNotAwaited() {
        assertThat(AwaitedNodes.mayComeLater(device)).isTrue();
        assertThat(AwaitedNodes.mayComeLater(Map.of("type", "unix-char", "path", "/dev/x")))
                .isFalse();
        assertThat(AwaitedNodes.mayComeLater(Map.of(
                        "type", "unix-block", "path", "/dev/x", "required", "false", "major", "7", "minor", "1")))
                .isFalse();
    }
}
