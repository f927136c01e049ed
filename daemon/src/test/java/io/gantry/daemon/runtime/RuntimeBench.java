package io.gantry.daemon.runtime;

import io.gantry.api.Operation;
import io.gantry.daemon.device.host.Effects;
import io.gantry.daemon.device.host.FakeDeviceHost;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.instance.Devlxd;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.MemoryInstances;
import io.gantry.daemon.runtime.idmap.SubordinateIds;
import io.gantry.system.cgroup.CgroupLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The whole runtime over a host that is only remembered. Needs no root. */
final class RuntimeBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    static final SubordinateIds IDS = new SubordinateIds(1_000_000, 1_000_000_000);
    static final InstanceKey C1 = new InstanceKey("default", "c1");
    static final Map<String, Map<String, String>> ROOT =
            Map.of("root", Map.of("type", "disk", "path", "/", "pool", "default"));

    final Effects effects = new Effects();
    final MemoryInstances instances = new MemoryInstances(effects::happen);
    final FakeLiblxc lxc;
    final MemoryPools pools;
    final FakeDeviceHost host;
    final HeldLocks locks = new HeldLocks();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final Path directory;
    private final List<LxcRuntime> runtimes = new ArrayList<>();
    private LxcRuntime runtime;

    RuntimeBench(Path directory) throws IOException {
        this.directory = directory;
        lxc = new FakeLiblxc(directory, effects);
        pools = new MemoryPools(Files.createDirectories(directory.resolve("volumes")), effects);
        host = new FakeDeviceHost(directory, effects).withLink("br0");
        Path groups = Files.createDirectories(directory.resolve("cgroup"));
        Files.writeString(groups.resolve("cgroup.controllers"), "cpu cpuset io memory pids\n");
        runtime = newRuntime();
    }

    private LxcRuntime newRuntime() throws IOException {
        CgroupLayout cgroups = CgroupLayout.of(
                List.of("30 24 0:26 / " + directory.resolve("cgroup") + " rw shared:9 - cgroup2 cgroup2 rw"),
                directory.resolve("proc"));
        var made = new LxcRuntime(
                new RuntimeServices(
                        instances,
                        pools,
                        (trigger, _, _, _) -> effects.happen("templates " + trigger),
                        new FolderDevlxd(),
                        new Heard(),
                        () -> NOW),
                new ContainerHost(
                        new RuntimePaths(directory),
                        new LxcFiles(directory.resolve("lxc"), directory.resolve("lxcfs")),
                        IDS,
                        lxc,
                        cgroups,
                        lxc,
                        host.host()),
                locks);
        runtimes.add(made);
        return made;
    }

    LxcRuntime runtime() {
        return runtime;
    }

    /** The daemon is killed, and another one begins. */
    LxcRuntime restarted() throws IOException {
        runtime.close();
        runtime = newRuntime();
        return runtime;
    }

    /** The next event, which may take until a container has ended. */
    String event() throws InterruptedException {
        String event = events.poll(30, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    /** What of containers is left on the host: nothing where none runs. */
    List<String> traces() throws IOException {
        var traces = new ArrayList<>(host.state());
        traces.remove("link br0 on the host");
        traces.remove("mount " + directory.resolve("shmounts") + " " + directory.resolve("shmounts"));
        if (pools.mounted() > 0) {
            traces.add("mounted volumes: " + pools.mounted());
        }
        for (String folder : List.of("shmounts", "devices", "cgroups", "devlxd")) {
            Path path = directory.resolve(folder);
            if (Files.exists(path)) {
                try (var files = Files.list(path)) {
                    files.forEach(file -> traces.add("left: " + directory.relativize(file)));
                }
            }
        }
        return traces;
    }

    String option(String key) {
        return instances.find(C1).record().config().getOrDefault(key, "");
    }

    private final class Heard implements Events {
        @Override
        public void lifecycle(String action, String source, Map<String, Object> context) {
            events.add(action + " " + source.substring(source.lastIndexOf('/') + 1));
        }

        @Override
        public void operation(Operation operation) {}
    }

    private final class FolderDevlxd implements Devlxd {
        @Override
        public Path prepare(InstanceKey key) throws IOException {
            effects.happen("make devlxd of " + key);
            return Files.createDirectories(directory.resolve("devlxd").resolve(key.name()));
        }

        @Override
        public void follow(ExpandedInstance instance, long rootId) {
            effects.happen("open devlxd of " + instance.key() + " for " + rootId);
        }

        @Override
        public void remove(InstanceKey key) throws IOException {
            effects.happen("close devlxd of " + key);
            Files.deleteIfExists(directory.resolve("devlxd").resolve(key.name()));
        }
    }

    @Override
    public void close() {
        runtimes.forEach(LxcRuntime::close);
        instances.list().forEach(instance -> lxc.end(instance.key().name()));
    }
}
