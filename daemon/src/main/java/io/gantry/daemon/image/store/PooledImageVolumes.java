package io.gantry.daemon.image.store;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.ImageUnpacker;
import io.gantry.daemon.intent.Intents;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import io.gantry.system.rollback.Rollback;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Image volumes through the pools' drivers. */
public final class PooledImageVolumes implements ImageVolumes {
    private static final String MAKING = "image-volume";

    private final Database database;
    private final ImageStore store;
    private final ImageFiles files;
    private final ImageUnpacker unpacker;
    private final Function<String, StoragePool> pools;
    private final Intents intents;
    private final ImageLocks locks = new ImageLocks();

    /** @param pools finds a started pool by its name */
    public PooledImageVolumes(
            Database database,
            ImageStore store,
            ImageFiles files,
            ImageUnpacker unpacker,
            Function<String, StoragePool> pools,
            Intents intents) {
        this.database = database;
        this.store = store;
        this.files = files;
        this.unpacker = unpacker;
        this.pools = pools;
        this.intents = intents;
        intents.onStart(MAKING, this::undo);
    }

    @Override
    public Volume ensure(String pool, Fingerprint fingerprint) throws InterruptedException {
        Volume volume = Volume.image(pool, fingerprint.hex());
        StorageDriver driver = pools.apply(pool).volumes();
        try (var _ = locks.acquire(pool + "/" + fingerprint)) {
            if (!isFinished(pool, fingerprint) || !driver.exists(volume)) {
                make(driver, volume, fingerprint);
            }
        }
        return volume;
    }

    @Override
    public void unpack(Fingerprint fingerprint, Path directory) {
        unpacker.unpack(files.packed(fingerprint), directory);
    }

    @Override
    public void remove(Fingerprint fingerprint) {
        database.inTransaction(connection -> store.poolsWith(connection, fingerprint))
                .forEach(pool -> remove(pool, fingerprint));
    }

    @Override
    public void removeAllIn(String pool) {
        database.inTransaction(connection -> store.volumesIn(connection, pool))
                .forEach(fingerprint -> remove(pool, fingerprint));
    }

    private void remove(String pool, Fingerprint fingerprint) {
        try {
            pools.apply(pool).volumes().delete(Volume.image(pool, fingerprint.hex()));
        } catch (DaemonException failure) {
            // A pool that was deleted took its volumes along.
            if (failure.category() != FailureCategory.NOT_FOUND) {
                throw failure;
            }
        }
        database.inTransaction(connection -> {
            store.deleteVolume(connection, pool, fingerprint);
            return true;
        });
    }

    private void make(StorageDriver driver, Volume volume, Fingerprint fingerprint) {
        var intent = intents.begin(MAKING, Map.of("pool", volume.pool(), "fingerprint", volume.name()));
        try (var rollback = new Rollback()) {
            driver.delete(volume);
            rollback.add("delete volume " + volume, () -> driver.delete(volume));
            driver.create(volume);
            try (MountedVolume mounted = driver.mount(volume)) {
                unpacker.unpack(files.packed(fingerprint), mounted.path());
            }
            database.inTransaction(connection -> {
                store.insertVolume(connection, volume.pool(), fingerprint);
                return true;
            });
            rollback.keep();
        } finally {
            intent.end();
        }
    }

    private boolean isFinished(String pool, Fingerprint fingerprint) {
        return database.inTransaction(
                connection -> store.poolsWith(connection, fingerprint).contains(pool));
    }

    private void undo(Map<String, String> facts) {
        String pool = facts.getOrDefault("pool", "");
        var fingerprint = new Fingerprint(facts.getOrDefault("fingerprint", ""));
        if (!isFinished(pool, fingerprint)) {
            pools.apply(pool).volumes().delete(Volume.image(pool, fingerprint.hex()));
        }
    }
}
