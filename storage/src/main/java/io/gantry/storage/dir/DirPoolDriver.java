package io.gantry.storage.dir;

import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.PoolKey;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.tree.MountedPool;
import io.gantry.storage.tree.PoolDirectory;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.TreeRemoval;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.storage.tree.WorkFolder;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.KernelMounts;
import io.gantry.system.mount.Mounts;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pools in a directory: the daemon's own below {@code storage-pools}, or one that the user names. */
public final class DirPoolDriver implements PoolDriver {
    private static final Logger LOG = LoggerFactory.getLogger(DirPoolDriver.class);

    static final String NAME = "dir";

    private static final PoolKey SOURCE = new PoolKey("source");

    private final StoragePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;
    private final TreeRemoval removal;

    public DirPoolDriver(StoragePaths paths, CommandRunner commands) {
        this.paths = paths;
        this.commands = commands;
        this.mounts = new KernelMounts(commands);
        this.removal = new TreeRemoval(commands);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> version() {
        return Optional.of("1");
    }

    @Override
    public PoolDefinition create(PoolDefinition pool) {
        Path mountPoint = paths.pool(pool.name());
        Path source = pool.value(SOURCE).map(Path::of).orElse(mountPoint);
        if (!source.isAbsolute()) {
            throw new InvalidPoolException(
                    "storage pool %s: source must be an absolute path: %s".formatted(pool.name(), source));
        }
        return StorageFailures.ask("create storage pool " + pool.name(), () -> {
            try (Rollback rollback = new Rollback()) {
                PoolDirectory.make(mountPoint, rollback);
                PoolDirectory.requireEmpty(pool.name(), source);
                rollback.keep();
                return pool.with(SOURCE, source.toString());
            }
        });
    }

    @Override
    public StoragePool start(PoolDefinition pool) {
        Path mountPoint = paths.pool(pool.name());
        return StorageFailures.ask("start storage pool " + pool.name(), () -> {
            Path source = source(pool);
            if (!source.equals(mountPoint) && mounts.at(mountPoint).isEmpty()) {
                if (!Files.isDirectory(source)) {
                    throw new InvalidPoolException("cannot start storage pool %s: its source %s is not a directory"
                            .formatted(pool.name(), source));
                }
                Files.createDirectories(mountPoint);
                mounts.bindRecursively(source, mountPoint);
            }
            Files.createDirectories(mountPoint);
            VolumeFolders.makeAll(mountPoint);
            WorkFolder work = WorkFolder.of(mountPoint);
            work.make();
            removeLeftovers(pool.name(), work);
            return new MountedPool(
                    pool.name(), mountPoint, new DirDriver(new VolumeFolders(paths), work, commands), commands);
        });
    }

    private void removeLeftovers(String pool, WorkFolder work) throws IOException {
        for (Path leftover : work.entries()) {
            try {
                removal.remove(leftover);
            } catch (CommandException failure) {
                LOG.warn("storage pool {}: cannot remove the leftover {}: {}", pool, leftover, failure.getMessage());
            }
        }
    }

    @Override
    public void change(PoolDefinition before, PoolDefinition after) {
        // Each key is asked for when it is needed.
    }

    @Override
    public void stop(PoolDefinition pool) {
        Path mountPoint = paths.pool(pool.name());
        if (!source(pool).equals(mountPoint)) {
            StorageFailures.during("stop storage pool " + pool.name(), () -> mounts.unmount(mountPoint));
        }
    }

    @Override
    public void destroy(PoolDefinition pool) {
        stop(pool);
        Path source = source(pool);
        StorageFailures.during("delete storage pool " + pool.name(), () -> {
            PoolDirectory.removeFolders(source, removal);
            Files.deleteIfExists(paths.pool(pool.name()));
        });
    }

    private Path source(PoolDefinition pool) {
        return pool.value(SOURCE).map(Path::of).orElse(paths.pool(pool.name()));
    }
}
