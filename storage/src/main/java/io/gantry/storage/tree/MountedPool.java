package io.gantry.storage.tree;

import io.gantry.storage.PoolResources;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePool;
import io.gantry.storage.idmap.IdmapSupport;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.FileSystemCalls;
import java.nio.file.Path;
import java.util.Optional;

/** A started pool that is reachable at its mount point. */
public final class MountedPool implements StoragePool {
    private final String name;
    private final Path mountPoint;
    private final StorageDriver volumes;
    private final IdmapSupport idmaps;

    /** Finding out costs a process, so that it waits until somebody wants to know. */
    private volatile Optional<Boolean> supportsIdmappedMounts = Optional.empty();

    public MountedPool(String name, Path mountPoint, StorageDriver volumes, CommandRunner commands) {
        this.name = name;
        this.mountPoint = mountPoint;
        this.volumes = volumes;
        this.idmaps = new IdmapSupport(commands);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path mountPoint() {
        return mountPoint;
    }

    @Override
    public StorageDriver volumes() {
        return volumes;
    }

    @Override
    public PoolResources resources() {
        return StorageFailures.ask("read the space of storage pool " + name, () -> {
            FileSystemCalls.Statistics statistics = FileSystemCalls.statistics(mountPoint);
            return new PoolResources(
                    statistics.totalBytes(),
                    statistics.totalBytes() - statistics.freeBytes(),
                    statistics.totalInodes(),
                    statistics.totalInodes() - statistics.freeInodes());
        });
    }

    @Override
    public boolean supportsIdmappedMounts() {
        Optional<Boolean> known = supportsIdmappedMounts;
        if (known.isEmpty()) {
            known = Optional.of(idmaps.isGivenAt(mountPoint));
            supportsIdmappedMounts = known;
        }
        return known.get();
    }
}
