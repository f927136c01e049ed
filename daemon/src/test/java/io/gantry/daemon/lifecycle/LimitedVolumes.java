package io.gantry.daemon.lifecycle;

import io.gantry.storage.MountedVolume;
import io.gantry.storage.PoolResources;
import io.gantry.storage.QuotaExceededException;
import io.gantry.storage.QuotaSupport;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The volumes of another driver, with limits that are only noted. Each volume holds 1000 bytes, as far as they know. */
record LimitedVolumes(StorageDriver volumes, Map<String, String> limits) implements StorageDriver, QuotaSupport {
    private static final long HELD = 1000;

    /** A pool with such volumes. */
    record Pool(StoragePool pool, Map<String, String> limits) implements StoragePool {
        @Override
        public String name() {
            return pool.name();
        }

        @Override
        public Path mountPoint() {
            return pool.mountPoint();
        }

        @Override
        public StorageDriver volumes() {
            return new LimitedVolumes(pool.volumes(), limits);
        }

        @Override
        public PoolResources resources() {
            return pool.resources();
        }

        @Override
        public boolean supportsIdmappedMounts() {
            return pool.supportsIdmappedMounts();
        }
    }

    @Override
    public void limit(Volume volume, long bytes) {
        if (bytes > 0 && bytes < HELD) {
            throw new QuotaExceededException("it holds " + HELD + " bytes");
        }
        limits.put(volume.pool() + "/" + volume.name(), bytes == 0 ? "none" : Long.toString(bytes));
    }

    @Override
    public OptionalLong limitOf(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
        return volumes.name();
    }

    @Override
    public void create(Volume volume) {
        volumes.create(volume);
    }

    @Override
    public void clone(Volume source, Volume target) {
        volumes.clone(source, target);
    }

    @Override
    public void snapshot(Volume snapshot) {
        volumes.snapshot(snapshot);
    }

    @Override
    public void restore(Volume snapshot) {
        volumes.restore(snapshot);
    }

    @Override
    public void rename(Volume volume, Volume newName) {
        volumes.rename(volume, newName);
    }

    @Override
    public void delete(Volume volume) {
        volumes.delete(volume);
    }

    @Override
    public MountedVolume mount(Volume volume) {
        return volumes.mount(volume);
    }

    @Override
    public Path path(Volume volume) {
        return volumes.path(volume);
    }

    @Override
    public boolean exists(Volume volume) {
        return volumes.exists(volume);
    }

    @Override
    public List<String> snapshots(Volume volume) {
        return volumes.snapshots(volume);
    }

    @Override
    public OptionalLong usage(Volume volume) {
        return volumes.usage(volume);
    }
}
