package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.device.host.Effects;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.PoolResources;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One pool whose volumes are there when they are mounted; it can do nothing else. */
final class MemoryPools implements StoragePools, StoragePool, StorageDriver {
    private final Path directory;
    private final Effects effects;
    private final AtomicInteger mounted = new AtomicInteger();
    private final AtomicBoolean isShifting = new AtomicBoolean(true);

    MemoryPools(Path directory, Effects effects) {
        this.directory = directory;
        this.effects = effects;
    }

    /** How many volumes are mounted. */
    int mounted() {
        return mounted.get();
    }

    void cannotShift() {
        isShifting.set(false);
    }

    @Override
    public StoragePool started(String name) {
        return this;
    }

    @Override
    public List<String> names() {
        return List.of("default");
    }

    @Override
    public Config config(String pool) {
        return new Config(Map.of());
    }

    @Override
    public String name() {
        return "default";
    }

    @Override
    public Path mountPoint() {
        return directory;
    }

    @Override
    public StorageDriver volumes() {
        return this;
    }

    @Override
    public PoolResources resources() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean supportsIdmappedMounts() {
        return isShifting.get();
    }

    @Override
    public MountedVolume mount(Volume volume) {
        effects.happen("mount volume " + volume.name());
        Path path = path(volume);
        try {
            Files.createDirectories(path.resolve("rootfs"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        mounted.incrementAndGet();
        var isOpen = new AtomicBoolean(true);
        return new MountedVolume() {
            @Override
            public Path path() {
                return path;
            }

            @Override
            public void close() {
                if (isOpen.getAndSet(false)) {
                    mounted.decrementAndGet();
                    effects.happen("unmount volume " + volume.name());
                }
            }
        };
    }

    @Override
    public Path path(Volume volume) {
        return directory.resolve(volume.name());
    }

    @Override
    public OptionalLong usage(Volume volume) {
        return OptionalLong.of(4096);
    }

    @Override
    public void create(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clone(Volume source, Volume target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void snapshot(Volume snapshot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restore(Volume snapshot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rename(Volume volume, Volume newName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean exists(Volume volume) {
        return true;
    }

    @Override
    public List<String> snapshots(Volume volume) {
        return List.of();
    }
}
