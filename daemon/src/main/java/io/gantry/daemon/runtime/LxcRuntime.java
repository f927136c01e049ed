package io.gantry.daemon.runtime;

import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.GuestDoor;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.RunState;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupLeftovers;
import io.gantry.system.cgroup.ContainerCgroup;
import io.gantry.system.lxc.LxcException;
import io.gantry.system.lxc.LxcTools;
import io.gantry.system.nativecall.ProcessEnd;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs instances as containers of liblxc. A container's processes are no children of the daemon: they outlive it, and
 * {@link #adopt} finds them again.
 */
public final class LxcRuntime implements InstanceRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(LxcRuntime.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(30);
    private static final String POWER = "volatile.last_state.power";

    private final Instances instances;
    private final LxcTools lxc;
    private final RuntimePaths paths;
    private final CgroupLayout cgroups;
    private final StartPreparation preparation;
    private final SharedMounts sharedMounts;
    private final RootMounts roots;
    private final DeviceMounts devices;
    private final HotPlug hotPlug;
    private final Events events;
    private final InstantSource clock;
    private final RunningContainers running;
    private final CpuBalancer cpus;
    private final GuestDoor door;
    private final Orphans orphans = new Orphans();
    private volatile boolean isClosed;

    public LxcRuntime(
            Instances instances,
            LxcTools lxc,
            RuntimePaths paths,
            CgroupLayout cgroups,
            StartPreparation preparation,
            SharedMounts sharedMounts,
            RootMounts roots,
            DeviceMounts devices,
            HotPlug hotPlug,
            RunningContainers running,
            CpuBalancer cpus,
            GuestDoor door,
            Events events,
            InstantSource clock) {
        this.instances = instances;
        this.lxc = lxc;
        this.paths = paths;
        this.cgroups = cgroups;
        this.preparation = preparation;
        this.sharedMounts = sharedMounts;
        this.roots = roots;
        this.devices = devices;
        this.hotPlug = hotPlug;
        this.running = running;
        this.cpus = cpus;
        this.door = door;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public RunState state(InstanceKey key) {
        long pid = running.find(key).map(this::currentInit).orElse(0L);
        if (pid == 0) {
            return new RunState.Stopped();
        }
        boolean isFrozen = cgroups.ofContainer(pid, key.name()).isFrozen();
        return isFrozen ? new RunState.Frozen(pid) : new RunState.Running(pid);
    }

    /** The init that runs now; 0 where the container is about to end. */
    private long currentInit(RunningContainer container) {
        long pid = container.initPid();
        if (isAlive(pid)) {
            return pid;
        }
        OptionalLong next = lxc.initPid(container.key().name());
        next.ifPresent(container::initIs);
        return next.orElse(0);
    }

    private static boolean isAlive(long pid) {
        return Files.exists(Path.of("/proc", Long.toString(pid), "ns"));
    }

    @Override
    public DiskIdmap runningIdmap(InstanceKey key) {
        if (running.find(key).isEmpty()) {
            throw DaemonException.conflict("Instance is not running: " + key);
        }
        return DiskIdmap.parseJson(instances.find(key).record().config().getOrDefault("volatile.idmap.current", "[]"));
    }

    @Override
    public void start(InstanceKey key) {
        if (running.find(key).isPresent()) {
            throw DaemonException.conflict("The instance is already running: " + key);
        }
        try (var rollback = new Rollback()) {
            StartPreparation.Prepared prepared = preparation.prepare(key, rollback);
            try {
                lxc.start(key.name(), prepared.configuration(), prepared.log());
            } catch (LxcException e) {
                throw new DaemonException(
                        FailureCategory.INTERNAL, "instance " + key + " did not start: " + e.getMessage(), e);
            }
            rollback.add("end " + key, () -> lxc.kill(key.name()));
            long pid = lxc.initPid(key.name())
                    .orElseThrow(() -> new DaemonException(
                            FailureCategory.INTERNAL, "instance " + key + " ended as soon as it was started"));
            ExpandedInstance started = instances.change(key, record -> started(record, prepared.idmap()));
            noteGroups(key, pid);
            watch(new RunningContainer(key, pid, parentOf(pid), prepared.volume()));
            door.follow(started, ContainerIdmaps.rootOf(prepared.idmap()));
            hotPlug.follow(started);
            rollback.keep();
        }
        cpus.rebalance();
        events.lifecycle("instance-started", key.url(), Map.of());
    }

    private InstanceRecord started(InstanceRecord record, DiskIdmap idmap) {
        var config = new HashMap<>(record.config());
        config.put(POWER, "RUNNING");
        config.put("volatile.idmap.current", idmap.toJson());
        return record.withConfig(config).usedAt(clock.instant());
    }

    private static long parentOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in parentheses may hold anything; what follows the last one is plain.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
            return Long.parseLong(fields[1]);
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the container's first process ended as soon as it was started", e);
        }
    }

    private void noteGroups(InstanceKey key, long initPid) {
        try {
            cgroups.leftovers(initPid, key.name()).write(paths.groups(key.name()));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "the control groups of instance {} cannot be noted; some may stay if its monitor is killed",
                    key,
                    e);
        }
    }

    /** liblxc's monitor has removed them, if it lived to do so. */
    private void removeGroups(String name) throws IOException {
        Path file = paths.groups(name);
        CgroupLeftovers.read(file).remove();
        Files.deleteIfExists(file);
    }

    private void watch(RunningContainer container) {
        running.add(container);
        Thread.ofPlatform()
                .daemon()
                .stackSize(128 << 10)
                .name("watch-" + container.key())
                .start(() -> {
                    ProcessEnd.await(container.monitorPid());
                    if (!isClosed) {
                        ended(container);
                    }
                });
    }

    private void ended(RunningContainer container) {
        InstanceKey key = container.key();
        boolean isEphemeral = false;
        try {
            orphans.end(container.initPid(), container.volume().path().resolve("rootfs"));
            removeGroups(key.name());
            preparation.disconnect(instances.find(key));
            sharedMounts.remove(key.name());
            roots.release(key.name());
            hotPlug.forget(key);
            devices.releaseAll(key.name());
            door.remove(key);
            container.volume().close();
            isEphemeral = instances.find(key).record().ephemeral();
            if (!container.isHostGoingDown()) {
                instances.change(key, LxcRuntime::stopped);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("instance {} has ended, and not all it held could be released", key, e);
        } finally {
            running.remove(container);
            container.released().complete(true);
        }
        cpus.rebalance();
        events.lifecycle(container.wasAsked() ? "instance-stopped" : "instance-shutdown", key.url(), Map.of());
        if (isEphemeral && (container.isHostGoingDown() || !container.wasAsked())) {
            deleteEnded(key);
        }
    }

    private void deleteEnded(InstanceKey key) {
        try {
            instances.deleteEnded(key);
        } catch (RuntimeException e) {
            LOG.warn("the ephemeral instance {} has ended and cannot be removed", key, e);
        }
    }

    private static InstanceRecord stopped(InstanceRecord record) {
        var config = new HashMap<>(record.config());
        config.put(POWER, "STOPPED");
        config.keySet().removeIf(key -> key.startsWith("volatile.") && key.endsWith(".host_name"));
        return record.withConfig(config);
    }

    @Override
    public void shutDown(InstanceKey key, Duration limit) {
        RunningContainer container = requireRunning(key);
        container.ask();
        asked(key, () -> lxc.requestShutdown(key.name()));
        if (!await(container, limit)) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "instance " + key + " still runs " + limit.toSeconds()
                            + " s after it was asked to shut down; wait longer, or stop it with --force");
        }
    }

    @Override
    public void kill(InstanceKey key) {
        RunningContainer container = requireRunning(key);
        container.ask();
        asked(key, () -> lxc.kill(key.name()));
        if (!await(container, KILL_LIMIT)) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "the processes of instance " + key + " were killed and do not end: the kernel holds them");
        }
    }

    private static boolean await(RunningContainer container, Duration limit) {
        try {
            if (limit.isNegative()) {
                container.released().get();
            } else {
                container.released().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaemonException(
                    FailureCategory.UNAVAILABLE, "waiting for the end of " + container.key() + " was cancelled", e);
        }
    }

    @Override
    public void freeze(InstanceKey key) {
        inGroup(key, "paused", ContainerCgroup::freeze);
        events.lifecycle("instance-paused", key.url(), Map.of());
    }

    @Override
    public void unfreeze(InstanceKey key) {
        inGroup(key, "resumed", ContainerCgroup::thaw);
        events.lifecycle("instance-resumed", key.url(), Map.of());
    }

    private interface GroupAct {
        void run(ContainerCgroup group) throws IOException, InterruptedException;
    }

    private void inGroup(InstanceKey key, String what, GroupAct act) {
        long pid = currentInit(requireRunning(key));
        try {
            act.run(cgroups.ofContainer(pid, key.name()));
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "instance " + key + " cannot be " + what + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DaemonException(FailureCategory.UNAVAILABLE, "the change of " + key + " was cancelled", e);
        }
    }

    private RunningContainer requireRunning(InstanceKey key) {
        return running.find(key)
                .orElseThrow(() -> DaemonException.conflict("The instance isn't running: start " + key + " first"));
    }

    private static void asked(InstanceKey key, Runnable act) {
        try {
            act.run();
        } catch (LxcException e) {
            throw new DaemonException(FailureCategory.INTERNAL, "instance " + key + ": " + e.getMessage(), e);
        }
    }

    /** Takes over the containers that an earlier daemon started and that still run. */
    public void adopt() {
        for (ExpandedInstance instance : instances.list()) {
            boolean isKnownToRun =
                    instance.record().config().getOrDefault(POWER, "").equals("RUNNING");
            String name = instance.key().name();
            // The folder is made before a container starts: here the daemon was killed in the middle of that.
            if (!isKnownToRun
                    && Files.notExists(paths.sharedMounts(instance.key().name()))) {
                continue;
            }
            try {
                OptionalLong pid = lxc.initPid(name);
                if (pid.isPresent() && isKnownToRun) {
                    watch(new RunningContainer(
                            instance.key(),
                            pid.getAsLong(),
                            parentOf(pid.getAsLong()),
                            preparation.mount(instance.record())));
                    door.follow(instance, ContainerIdmaps.rootOf(runningIdmap(instance.key())));
                    hotPlug.follow(instance);
                } else {
                    if (pid.isPresent()) {
                        lxc.kill(name);
                    }
                    settle(instance);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("instance {} runs and cannot be taken over", instance.key(), e);
            }
        }
    }

    /** Ends what is left of a container that ended, or lost its monitor, while there was no daemon. */
    private void settle(ExpandedInstance instance) throws IOException {
        String name = instance.key().name();
        try (MountedVolume volume = preparation.mount(instance.record())) {
            orphans.endAll(volume.path().resolve("rootfs"));
        }
        removeGroups(name);
        preparation.disconnect(instance);
        sharedMounts.remove(name);
        roots.release(name);
        devices.releaseAll(name);
        door.remove(instance.key());
    }

    /** The instances that are to run when the daemon starts and don't, in the order of their priority. */
    public List<ExpandedInstance> toStart() {
        return instances.list().stream()
                .filter(instance -> running.find(instance.key()).isEmpty())
                .filter(LxcRuntime::startsWithDaemon)
                .sorted((one, other) -> Integer.compare(priority(other), priority(one)))
                .toList();
    }

    private static boolean startsWithDaemon(ExpandedInstance instance) {
        boolean isDecided =
                !instance.config().getOrDefault("boot.autostart", "").isEmpty();
        return isDecided
                ? instance.isTrue("boot.autostart")
                : instance.record().config().getOrDefault(POWER, "").equals("RUNNING");
    }

    private static int priority(ExpandedInstance instance) {
        return Integer.parseInt(instance.config().getOrDefault("boot.autostart.priority", "0"));
    }

    /**
     * Shuts all instances down, those of a higher {@code boot.stop.priority} before the others, each within its {@code
     * boot.host_shutdown_timeout}; they start again with the daemon.
     */
    public void shutDownAll() {
        Map<Integer, List<RunningContainer>> byPriority = new TreeMap<>(Comparator.reverseOrder());
        for (RunningContainer container : running.all()) {
            byPriority
                    .computeIfAbsent(stopPriority(container.key()), _ -> new ArrayList<>())
                    .add(container);
        }
        byPriority.values().forEach(this::shutDown);
    }

    private void shutDown(List<RunningContainer> containers) {
        List<Thread> threads = containers.stream()
                .map(container -> Thread.ofVirtual().start(() -> goDown(container)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private int stopPriority(InstanceKey key) {
        try {
            return Integer.parseInt(instances.find(key).config().getOrDefault("boot.stop.priority", "0"));
        } catch (DaemonException e) {
            // It has gone meanwhile, or a profile of it.
            return 0;
        }
    }

    private void goDown(RunningContainer container) {
        InstanceKey key = container.key();
        container.goDownWithHost();
        try {
            String seconds = instances.find(key).config().getOrDefault("boot.host_shutdown_timeout", "30");
            if (state(key) instanceof RunState.Frozen) {
                // Processes that are held still hear of no signal.
                unfreeze(key);
            }
            lxc.requestShutdown(key.name());
            if (!await(container, Duration.ofSeconds(Long.parseLong(seconds)))) {
                kill(key);
            }
        } catch (RuntimeException e) {
            LOG.info("instance {} does not shut down ({}) and is killed", key, e.getMessage());
            try {
                kill(key);
            } catch (RuntimeException stubborn) {
                LOG.warn("instance {} cannot be ended", key, stubborn);
            }
        }
    }

    /** Stops watching; containers go on running. */
    public void close() {
        isClosed = true;
        hotPlug.close();
    }
}
