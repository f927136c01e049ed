package io.gantry.daemon.pool;

import io.gantry.api.ServerStorageDriver;
import io.gantry.api.StorageVolume;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.Effect;
import io.gantry.daemon.config.KeyRegistry;
import io.gantry.daemon.config.KeySet;
import io.gantry.daemon.config.PoolKeys;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.intent.Intents;
import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StorageException;
import io.gantry.storage.StoragePool;
import io.gantry.storage.UnavailableDriverException;
import io.gantry.system.rollback.Rollback;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storage pools of this daemon: made, started, changed, stopped and removed. Safe for use by many threads. */
public final class Pools implements StoragePools {
    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);
    private static final String CREATE = "create-pool";
    private static final String START = "start-new-pool";
    private static final String CONFIG_FACT = "config.";

    private final Database database;
    private final Map<String, PoolDriver> drivers;
    private final Intents intents;
    private final Events events;
    private final List<PoolUse> uses = new ArrayList<>();
    private final PoolStore store = new PoolStore();
    private final Map<String, StoragePool> started = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private volatile boolean isOpen;

    /** @param drivers of this program, whether this host can use them or not */
    public Pools(Database database, List<PoolDriver> drivers, Intents intents, Events events) {
        this.database = database;
        this.drivers = new TreeMap<>();
        drivers.forEach(driver -> this.drivers.put(driver.name(), driver));
        this.intents = intents;
        this.events = events;
        intents.onStart(CREATE, this::undoCreation);
        intents.onStart(START, this::undoCreation);
    }

    /** Says what may use pools. Called before the first pool is deleted. */
    public void addUses(PoolUse... more) {
        uses.addAll(List.of(more));
    }

    /** The drivers that this host can use. */
    public List<ServerStorageDriver> supportedDrivers() {
        return drivers.values().stream()
                .flatMap(driver -> driver.version().stream()
                        .map(version -> new ServerStorageDriver(driver.name(), version, false)))
                .toList();
    }

    /** The drivers that pools use now, sorted. */
    public List<String> usedDrivers() {
        return list().stream().map(PoolRecord::driver).distinct().sorted().toList();
    }

    /** Starts all pools. One that can't be started is logged, and tried again when somebody asks for it. */
    public void startAll() {
        isOpen = true;
        for (PoolRecord pool : list()) {
            try {
                started.put(pool.name(), driver(pool.driver()).start(pool.definition()));
            } catch (StorageException | DaemonException e) {
                LOG.warn("storage pool {} cannot be started", pool.name(), e);
            }
        }
    }

    /** Stops all pools: unmounts them and detaches their loop devices. */
    public void stopAll() {
        isOpen = false;
        for (PoolRecord pool : list()) {
            try {
                driver(pool.driver()).stop(pool.definition());
                started.remove(pool.name());
            } catch (StorageException | DaemonException e) {
                LOG.warn("storage pool {} cannot be stopped", pool.name(), e);
            }
        }
    }

    /** What could not be started before is tried once more: its source may have come back. */
    @Override
    public StoragePool started(String name) {
        StoragePool pool = started.get(name);
        return pool == null ? startLate(name) : pool;
    }

    private StoragePool startLate(String name) {
        changing.lock();
        try {
            PoolRecord record = find(name);
            StoragePool meanwhile = started.get(name);
            if (meanwhile != null) {
                return meanwhile;
            }
            if (!isOpen) {
                throw new DaemonException(FailureCategory.INTERNAL, "storage pool " + name + " is stopped");
            }
            StoragePool pool = driver(record.driver()).start(record.definition());
            started.put(name, pool);
            LOG.info("storage pool {} is available", name);
            return pool;
        } catch (StorageException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "storage pool " + name + " is not available: " + message(e), e);
        } finally {
            changing.unlock();
        }
    }

    /** Whether a pool can be used; one that can't is in the way of whoever asks for its volumes. */
    boolean isAvailable(String name) {
        return started.containsKey(name);
    }

    @Override
    public List<String> names() {
        return list().stream().map(PoolRecord::name).toList();
    }

    @Override
    public Config config(String pool) {
        return new Config(find(pool).config());
    }

    List<PoolRecord> list() {
        return database.inTransaction(store::list);
    }

    /** @throws DaemonException NOT_FOUND where there is no such pool */
    PoolRecord find(String name) {
        return database.inTransaction(connection -> store.find(connection, name))
                .orElseThrow(() -> DaemonException.notFound("Storage pool not found: " + name));
    }

    /** URL paths of what uses a pool, sorted. */
    List<String> usersOf(String pool) {
        return uses.stream()
                .flatMap(use -> Stream.concat(use.usersOf(pool).stream(), use.cachedIn(pool).stream()))
                .sorted()
                .toList();
    }

    /** The volumes in a pool by type and name. */
    List<StorageVolume> volumesIn(String pool) {
        return uses.stream()
                .flatMap(use -> use.volumesIn(pool).stream())
                .sorted(Comparator.comparing(StorageVolume::type).thenComparing(StorageVolume::name))
                .toList();
    }

    /** Makes and starts a pool. */
    void create(PoolRecord wanted) {
        changing.lock();
        try (var rollback = new Rollback()) {
            PoolDriver driver = driver(wanted.driver());
            keys(driver).check(wanted.config());
            requireName(wanted.name());
            if (database.inTransaction(connection -> store.find(connection, wanted.name()))
                    .isPresent()) {
                throw DaemonException.conflict("The storage pool already exists: " + wanted.name());
            }
            var intent = intents.begin(CREATE, Map.of("name", wanted.name(), "driver", wanted.driver()));
            rollback.add(intent::end);
            PoolDefinition made = told(() -> driver.create(wanted.definition()));
            rollback.add(() -> driver.destroy(made));
            // Only now the source is known to hold nothing of somebody else, so that undoing may clear it.
            var starting = intents.begin(START, facts(wanted.driver(), made));
            rollback.add(starting::end);
            started.put(wanted.name(), told(() -> driver.start(made)));
            rollback.add(() -> started.remove(wanted.name()));
            database.change(connection -> store.insert(
                    connection, new PoolRecord(wanted.name(), wanted.driver(), wanted.description(), made.config())));
            rollback.keep();
            starting.end();
            intent.end();
        } finally {
            changing.unlock();
        }
        events.lifecycle("storage-pool-created", url(wanted.name()), Map.of());
    }

    private void undoCreation(Map<String, String> facts) {
        String name = facts.getOrDefault("name", "");
        if (database.inTransaction(connection -> store.find(connection, name)).isEmpty()) {
            var config = new HashMap<String, String>();
            facts.forEach((fact, value) -> {
                if (fact.startsWith(CONFIG_FACT)) {
                    config.put(fact.substring(CONFIG_FACT.length()), value);
                }
            });
            driver(facts.getOrDefault("driver", "")).destroy(new PoolDefinition(name, config));
        }
    }

    private static Map<String, String> facts(String driver, PoolDefinition pool) {
        var facts = new HashMap<String, String>();
        facts.put("name", pool.name());
        facts.put("driver", driver);
        pool.config().forEach((key, value) -> facts.put(CONFIG_FACT + key, value));
        return facts;
    }

    /** Replaces description and configuration. */
    void update(String name, String description, Map<String, String> config) {
        changing.lock();
        try {
            PoolRecord before = find(name);
            PoolDriver driver = driver(before.driver());
            keys(driver).checkChange(before.config(), config);
            var after = new TreeMap<>(config);
            new Config(before.config())
                    .find(PoolKeys.INITIAL_SOURCE)
                    .ifPresent(source -> after.putIfAbsent(PoolKeys.INITIAL_SOURCE.name(), source));
            for (ConfigKey<?> key : keys(driver).all()) {
                if (key.effect() == Effect.NEVER && key.isChanged(before.config(), after)) {
                    throw DaemonException.invalid("the key " + key.name() + " of storage pool " + name
                            + " cannot be changed any more: make another pool with it");
                }
            }
            var changed = new PoolRecord(name, before.driver(), description, after);
            if (started.containsKey(name)) {
                told(() -> driver.change(before.definition(), changed.definition()));
            }
            database.change(connection -> store.update(connection, changed));
        } finally {
            changing.unlock();
        }
        events.lifecycle("storage-pool-updated", url(name), Map.of());
    }

    /** Removes a pool that nothing uses, with all that making it had made. */
    void delete(String name) {
        changing.lock();
        try {
            PoolRecord pool = find(name);
            List<String> users = uses.stream()
                    .flatMap(use -> use.usersOf(name).stream())
                    .sorted()
                    .toList();
            if (!users.isEmpty()) {
                throw DaemonException.invalid(
                        "The storage pool is currently in use: " + name + " by " + String.join(", ", users));
            }
            if (started.containsKey(name)) {
                uses.forEach(use -> use.vacate(name));
            }
            destroy(pool);
            database.change(connection -> store.delete(connection, name));
        } finally {
            changing.unlock();
        }
        events.lifecycle("storage-pool-deleted", url(name), Map.of());
    }

    private void destroy(PoolRecord pool) {
        PoolDriver driver = driver(pool.driver());
        StoragePool before = started.remove(pool.name());
        try {
            driver.destroy(pool.definition());
        } catch (StorageException e) {
            if (before != null) {
                startAgain(pool);
            }
            throw told(e);
        }
    }

    private void startAgain(PoolRecord pool) {
        try {
            started.put(pool.name(), driver(pool.driver()).start(pool.definition()));
        } catch (StorageException e) {
            LOG.warn("storage pool {} is not deleted, and cannot be started again", pool.name(), e);
        }
    }

    private PoolDriver driver(String name) {
        PoolDriver driver = drivers.get(name);
        if (driver == null) {
            throw DaemonException.invalid("there is no storage driver \"" + name + "\": choose one of "
                    + String.join(", ", drivers.keySet()));
        }
        return driver;
    }

    private static KeySet keys(PoolDriver driver) {
        return KeyRegistry.ofPool(driver.name())
                .orElseThrow(() -> new IllegalStateException("no keys are declared for the driver " + driver.name()));
    }

    private static void requireName(String name) {
        if (name.isEmpty()) {
            throw DaemonException.invalid("No name provided");
        }
        if (name.contains("/")) {
            throw DaemonException.invalid("Storage pool names may not contain slashes");
        }
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}")) {
            throw DaemonException.invalid("\"" + name
                    + "\" is not a name for a storage pool: use 1 to 63 letters, digits, dots, dashes and underscores");
        }
    }

    private static void told(Runnable act) {
        try {
            act.run();
        } catch (StorageException e) {
            throw told(e);
        }
    }

    private static <T> T told(Supplier<T> act) {
        try {
            return act.get();
        } catch (StorageException e) {
            throw told(e);
        }
    }

    private static DaemonException told(StorageException e) {
        FailureCategory category = switch (e) {
            case InvalidPoolException _ -> FailureCategory.INVALID_REQUEST;
            case UnavailableDriverException _ -> FailureCategory.NOT_SUPPORTED;
            default -> FailureCategory.INTERNAL;
        };
        return new DaemonException(category, message(e), e);
    }

    private static String message(StorageException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static String url(String name) {
        return "/1.0/storage-pools/" + name;
    }
}
