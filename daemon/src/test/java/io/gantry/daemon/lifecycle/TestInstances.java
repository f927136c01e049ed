package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.Instance;
import io.gantry.daemon.TestDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The instances that tests of acts begin with: {@code c1} in the pool {@code p}, whose file {@code f} says {@code now},
 * with the snapshot {@code s} in which it says {@code then}. There is an empty pool {@code q}.
 */
public final class TestInstances {
    private TestInstances() {}

    public static void prepare(TestDaemon daemon) throws IOException {
        for (String pool : List.of("p", "q")) {
            daemon.api().send("POST", "/1.0/storage-pools", Map.of("name", pool, "driver", "dir"));
        }
        daemon.api()
                .send(
                        "PATCH",
                        "/1.0/profiles/default",
                        Map.of("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "p"))));
        make(daemon, "c1");
        write(daemon, "c1", "then");
        daemon.done("POST", "/1.0/instances/c1/snapshots", Map.of("name", "s"));
        write(daemon, "c1", "now");
        daemon.host().clock().advance(Duration.ofMinutes(1));
    }

    /** As {@link #prepare}, and {@code c2} is an older copy of c1: both have changed since, and only c1 has the snapshot t. */
    public static void prepareCopy(TestDaemon daemon) throws IOException {
        prepare(daemon);
        daemon.done("POST", "/1.0/instances", Map.of("name", "c2", "source", copyOf("c1")));
        write(daemon, "c2", "old");
        daemon.done("POST", "/1.0/instances/c2/snapshots", Map.of("name", "own"));
        daemon.done("POST", "/1.0/instances/c1/snapshots", Map.of("name", "t"));
        write(daemon, "c1", "new");
    }

    /** An instance without any content. */
    public static void make(TestDaemon daemon, String name) throws IOException {
        daemon.done("POST", "/1.0/instances", Map.of("name", name, "source", Map.of("type", "none")));
    }

    public static Map<String, Object> copyOf(String source) {
        return Map.of("type", "copy", "source", source);
    }

    public static void write(TestDaemon daemon, String instance, String content) throws IOException {
        Files.writeString(root(daemon, instance).resolve("f"), content);
    }

    private static Path root(TestDaemon daemon, String instance) {
        return daemon.directory().resolve("containers").resolve(instance).resolve("rootfs");
    }

    public static Instance instance(TestDaemon daemon, String name) throws IOException {
        return daemon.api().get("/1.0/instances/" + name, Instance.class);
    }

    /** The daemon has these instances and no others. */
    public static void requireInstances(TestDaemon daemon, String... names) throws IOException {
        assertThat(daemon.api().list("/1.0/instances", String.class))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(names)
                        .map(name -> "/1.0/instances/" + name)
                        .toList());
    }

    /** The instance has this content, and these snapshots with theirs. */
    public static void requireContent(TestDaemon daemon, String name, String content, Map<String, String> snapshots)
            throws IOException {
        assertThat(root(daemon, name).resolve("f")).hasContent(content);
        assertThat(daemon.api().list("/1.0/instances/" + name + "/snapshots", String.class))
                .containsExactlyInAnyOrderElementsOf(snapshots.keySet().stream()
                        .map(snapshot -> "/1.0/instances/" + name + "/snapshots/" + snapshot)
                        .toList());
        snapshots.forEach((snapshot, then) -> assertThat(daemon.directory()
                        .resolve("snapshots")
                        .resolve(name)
                        .resolve(snapshot)
                        .resolve("rootfs/f"))
                .hasContent(then));
    }

    /** The instance's volume is in that pool. */
    public static void requirePool(TestDaemon daemon, String name, String pool) {
        assertThat(daemon.directory()
                        .resolve("storage-pools")
                        .resolve(pool)
                        .resolve("containers")
                        .resolve(name))
                .isDirectory();
    }
}
