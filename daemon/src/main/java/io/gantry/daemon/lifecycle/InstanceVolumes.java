package io.gantry.daemon.lifecycle;

import io.gantry.daemon.config.PoolKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The volumes of instances, and the links to them in the daemon's directory: {@code containers/NAME} and
 * {@code snapshots/NAME}, as LXD has them. Safe for use by many threads.
 */
public final class InstanceVolumes {
    private final StoragePools pools;
    private final Path directory;

    /** @param directory of the daemon */
    public InstanceVolumes(StoragePools pools, Path directory) {
        this.pools = pools;
        this.directory = directory;
    }

    /** The root volume of an instance; says nothing about whether it exists. */
    public static Volume of(InstanceRecord instance) {
        return of(instance.pool(), instance.key());
    }

    public static Volume of(String pool, InstanceKey key) {
        return Volume.container(pool, key.project(), key.name());
    }

    /** The names of this host's pools. */
    public List<String> pools() {
        return pools.names();
    }

    /** The driver of the pool that holds an instance's volume. */
    public StorageDriver driver(String pool) {
        return pools.started(pool).volumes();
    }

    /** The limit of new volumes in a pool whose root disk has no size of its own; empty for none. */
    String defaultSize(String pool) {
        return pools.config(pool).text(PoolKeys.VOLUME_SIZE);
    }

    /** Makes the links to the volume of an instance and to its snapshots. */
    public void link(String pool, InstanceKey key) {
        Volume volume = of(pool, key);
        StorageDriver driver = driver(pool);
        try {
            link(directory.resolve("containers").resolve(volume.storageName()), driver.path(volume));
            Path anySnapshot = driver.path(volume.snapshot("any"));
            link(directory.resolve("snapshots").resolve(volume.storageName()), anySnapshot.resolveSibling(""));
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "cannot make the links to the volume of " + key + ": " + e, e);
        }
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    /** Removes the links of an instance, where there are any. */
    public void unlink(InstanceKey key) {
        String name = of("any", key).storageName();
        try {
            Files.deleteIfExists(directory.resolve("containers").resolve(name));
            Files.deleteIfExists(directory.resolve("snapshots").resolve(name));
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "cannot remove the links to the volume of " + key + ": " + e, e);
        }
    }
}
