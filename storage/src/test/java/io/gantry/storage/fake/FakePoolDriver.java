package io.gantry.storage.fake;

import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.PoolResources;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StorageException;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.storage.tree.WorkFolder;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pools in plain directories that need no root: nothing is mounted, and volumes belong to whoever runs the test. Each
 * method is one effect, which happens whole or not at all; but a volume and its snapshots are renamed and deleted one
 * after the other, as by the real drivers.
 */
public final class FakePoolDriver implements PoolDriver {
    private final String name;
    private final StoragePaths paths;
    private final Effects effects;

    /** @param name as the API is to name the driver: that of a real one */
    public FakePoolDriver(String name, StoragePaths paths, Effects effects) {
        this.name = name;
        this.paths = paths;
        this.effects = effects;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> version() {
        return Optional.of("1");
    }

    @Override
    public PoolDefinition create(PoolDefinition pool) {
        effects.happen("create pool " + pool.name());
        return StorageFailures.ask("create storage pool " + pool.name(), () -> {
            Files.createDirectories(paths.pool(pool.name()));
            return pool;
        });
    }

    @Override
    public StoragePool start(PoolDefinition pool) {
        effects.happen("start pool " + pool.name());
        Path mountPoint = Files.exists(paths.pool(pool.name())) ? paths.pool(pool.name()) : missing(pool);
        return StorageFailures.ask("start storage pool " + pool.name(), () -> {
            VolumeFolders.makeAll(mountPoint);
            WorkFolder work = WorkFolder.of(mountPoint);
            work.make();
            for (Path leftover : work.entries()) {
                Trees.remove(leftover);
            }
            return new FakePool(pool.name(), mountPoint, new FakeVolumes(name, paths, work, effects));
        });
    }

    private Path missing(PoolDefinition pool) {
        throw new StorageException("storage pool " + pool.name() + " is not there: " + paths.pool(pool.name()));
    }

    @Override
    public void change(PoolDefinition before, PoolDefinition after) {
        effects.happen("change pool " + before.name());
    }

    @Override
    public void stop(PoolDefinition pool) {
        effects.happen("stop pool " + pool.name());
    }

    @Override
    public void destroy(PoolDefinition pool) {
        effects.happen("destroy pool " + pool.name());
        StorageFailures.during("delete storage pool " + pool.name(), () -> Trees.remove(paths.pool(pool.name())));
    }

    private record FakePool(String name, Path mountPoint, StorageDriver volumes) implements StoragePool {
        @Override
        public PoolResources resources() {
            try {
                var store = Files.getFileStore(mountPoint);
                return new PoolResources(
                        store.getTotalSpace(), store.getTotalSpace() - store.getUnallocatedSpace(), 0, 0);
            } catch (IOException e) {
                throw new StorageException("cannot read the space of " + name, e);
            }
        }

        @Override
        public boolean supportsIdmappedMounts() {
            return true;
        }
    }
}
