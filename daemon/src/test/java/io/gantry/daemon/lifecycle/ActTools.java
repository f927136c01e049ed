package io.gantry.daemon.lifecycle;

import io.gantry.api.Operation;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.core.HarmlessCommands;
import io.gantry.daemon.core.Surroundings;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.FakeContainers;
import io.gantry.daemon.instance.FakeEngine;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.instance.ProfileLayers.Layer;
import io.gantry.daemon.instance.store.SqlInstanceStore;
import io.gantry.daemon.instance.store.StoredInstances;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.fake.FakePoolDriver;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The tools of acts on a database and two pools of their own, {@code p} and {@code q}, which can limit volumes. An
 * operation has ended when it is begun, and its failure is thrown; what acts tell others is noted. For one thread.
 */
public final class ActTools implements AutoCloseable {
    private final Path directory;
    private final List<String> pools;
    private final SqliteDatabase database;
    private final FakeContainers containers = new FakeContainers();
    private final Effects effects = new Effects();
    private final FakeClock clock = new FakeClock();
    private final HeldLocks locks = new HeldLocks();
    private final Map<String, Layer> profiles = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<OperationPlan> operations = new ArrayList<>();
    private final Map<String, String> limits = new TreeMap<>();
    private final Map<String, Config> poolConfigs = new HashMap<>();
    private final InstanceTools tools;

    /** @param directory of the daemon, an empty one */
    public ActTools(Path directory) {
        this(directory, List.of("p", "q"));
    }

    /** As {@link #ActTools(Path)}, with other pools; p is one of them. */
    public ActTools(Path directory, List<String> pools) {
        this.directory = directory;
        this.pools = pools;
        database = SqliteDatabase.open(directory.resolve("test.db"));
        var store = new SqlInstanceStore();
        var instances =
                new StoredInstances(database, store, (_, _, name) -> Optional.ofNullable(profiles.get(name)), _ -> {});
        var core = new DaemonCore(
                directory,
                new Surroundings(new HarmlessCommands(), clock, new Random(1)),
                database,
                new StoredIntents(database),
                new AtOnce(),
                new Told());
        tools = new InstanceTools(
                core,
                store,
                instances,
                locks,
                new InstanceVolumes(new Pools(), directory),
                new Networks(),
                new FakeEngine(instances, containers, effects));
    }

    public InstanceTools tools() {
        return tools;
    }

    public FakeClock clock() {
        return clock;
    }

    public HeldLocks locks() {
        return locks;
    }

    /** What has happened to volumes and containers. */
    public Effects effects() {
        return effects;
    }

    /** Makes a profile, or changes it. */
    public void profile(String name, Map<String, String> config, Map<String, Map<String, String>> devices) {
        profiles.put(name, new Layer(config, devices));
    }

    /** What acts have told since the last call: events, and networks that were left. */
    public List<String> takeTold() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    /** The operations that were begun, by their descriptions. */
    public List<String> operations() {
        return operations.stream().map(OperationPlan::description).toList();
    }

    public List<OperationPlan> plans() {
        return List.copyOf(operations);
    }

    /** The limits of volumes in bytes, such as {@code p/c1=1024}. */
    public Map<String, String> limits() {
        return limits;
    }

    /** New volumes in a pool are limited so where nothing else is said. */
    public void poolLimits(String pool, String size) {
        poolConfigs.put(pool, new Config(Map.of("volume.size", size)));
    }

    public static InstanceKey key(String name) {
        return new InstanceKey("default", name);
    }

    public static Map<String, String> root(String pool) {
        return Map.of("type", "disk", "path", "/", "pool", pool);
    }

    public static Map<String, String> root(String pool, String size) {
        return Map.of("type", "disk", "path", "/", "pool", pool, "size", size);
    }

    /** A stopped instance in the pool p, with a file that has its name as content. */
    public ExpandedInstance add(String name, InstanceSettings settings) throws IOException {
        InstanceKey key = key(name);
        var record = new InstanceRecord(key, "p", settings, clock.instant(), Instant.EPOCH);
        database.change(connection -> tools.store().insert(connection, record));
        tools.volumes().driver("p").create(InstanceVolumes.of(record));
        tools.volumes().link("p", key);
        Files.writeString(directory.resolve("containers").resolve(name).resolve("f"), name);
        return tools.instances().find(key);
    }

    /** As {@link #add(String, InstanceSettings)}, with its root disk and these devices of its own. */
    public ExpandedInstance add(String name, Map<String, Map<String, String>> devices) throws IOException {
        var all = new HashMap<>(devices);
        all.putIfAbsent("root", root("p"));
        return add(name, InstanceSettings.ofProfiles("x86_64", List.of()).withDevices(all));
    }

    public ExpandedInstance find(String name) {
        return tools.instances().find(key(name));
    }

    @Override
    public void close() {
        database.close();
    }

    private final class Pools implements StoragePools {
        private final Map<String, StoragePool> started = new HashMap<>();

        Pools() {
            var driver = new FakePoolDriver("btrfs", new StoragePaths(directory), effects);
            for (String name : pools) {
                PoolDefinition pool = driver.create(new PoolDefinition(name, Map.of()));
                started.put(name, new LimitedVolumes.Pool(driver.start(pool), limits));
            }
        }

        @Override
        public StoragePool started(String name) {
            StoragePool pool = started.get(name);
            if (pool == null) {
                throw DaemonException.notFound("Storage pool not found: " + name);
            }
            return pool;
        }

        @Override
        public List<String> names() {
            return pools;
        }

        @Override
        public Config config(String pool) {
            return poolConfigs.getOrDefault(pool, new Config(Map.of()));
        }
    }

    private final class Networks implements InstanceNetworks {
        @Override
        public void join(NetworkMember member) {
            told.add("join " + member.network() + " " + member.instance() + " " + member.device());
        }

        @Override
        public void leave(NetworkMember member) {
            told.add("leave " + member.network() + " " + member.instance() + " " + member.device());
        }
    }

    private final class Told implements Events {
        @Override
        public void lifecycle(String action, String source, Map<String, Object> context) {
            told.add(action + " " + source + (context.isEmpty() ? "" : " " + context));
        }

        @Override
        public void operation(Operation operation) {
            throw new AssertionError("only operations tell of themselves");
        }
    }

    private final class AtOnce implements Operations {
        @Override
        public Operation start(OperationPlan plan, Work work) {
            operations.add(plan);
            try {
                work.run(new Context());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return new Operation(
                    "",
                    "task",
                    plan.description(),
                    clock.instant(),
                    clock.instant(),
                    "Success",
                    200,
                    null,
                    null,
                    plan.mayCancel(),
                    "",
                    "none");
        }

        @Override
        public Operation offer(OperationPlan plan, List<String> channels, ChannelWork work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Operation token(OperationPlan plan, Map<String, Object> metadata, Duration lifetime) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean useToken(String resource, String secret) {
            return false;
        }
    }

    private static final class Context implements OperationContext {
        @Override
        public String id() {
            return "1";
        }

        @Override
        public void publish(Map<String, Object> metadata) {
            // Nobody listens.
        }
    }
}
