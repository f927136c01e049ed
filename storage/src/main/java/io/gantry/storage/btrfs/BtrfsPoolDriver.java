package io.gantry.storage.btrfs;

import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.PoolKey;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.UnavailableDriverException;
import io.gantry.storage.VolumeType;
import io.gantry.storage.tree.MountedPool;
import io.gantry.storage.tree.PoolDirectory;
import io.gantry.storage.tree.StorageFailures;
import io.gantry.storage.tree.VolumeFolders;
import io.gantry.storage.tree.WorkFolder;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.LoopDevices;
import io.gantry.system.mount.Mount;
import io.gantry.system.mount.Mounts;
import io.gantry.system.nativecall.SystemCallException;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pools on btrfs: in a file of the daemon, on a block device, or in a directory of a btrfs that is mounted. */
public final class BtrfsPoolDriver implements PoolDriver {
    private static final Logger LOG = LoggerFactory.getLogger(BtrfsPoolDriver.class);

    static final String NAME = "btrfs";

    static final PoolKey SOURCE = new PoolKey("source");
    static final PoolKey SIZE = new PoolKey("size");
    static final PoolKey MOUNT_OPTIONS = new PoolKey("btrfs.mount_options");

    private final StoragePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;
    private final SourceKinds sources;
    private final BtrfsRemoval removal;

    /** Asked for with each look at the server, so that it is read only until it is known. */
    private volatile Optional<String> knownVersion = Optional.empty();

    public BtrfsPoolDriver(StoragePaths paths, CommandRunner commands, Mounts mounts, LoopDevices loopDevices) {
        this.paths = paths;
        this.commands = commands;
        this.mounts = mounts;
        this.sources = new SourceKinds(paths, commands, mounts, loopDevices);
        this.removal = new BtrfsRemoval(commands);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> version() {
        Optional<String> known = knownVersion;
        if (known.isEmpty()) {
            known = readVersion();
            knownVersion = known;
        }
        return known;
    }

    private Optional<String> readVersion() {
        try {
            if (!Files.readString(Path.of("/proc/filesystems")).contains("\tbtrfs\n")) {
                return Optional.empty();
            }
            String text = commands.run(Command.of("btrfs", "--version")).text().strip();
            return Optional.of(text.lines().findFirst().orElse("").replaceFirst("^btrfs-progs v", ""));
        } catch (IOException | CommandException _) {
            return Optional.empty();
        }
    }

    @Override
    public PoolDefinition create(PoolDefinition pool) {
        requireBtrfs(pool.name());
        return StorageFailures.ask("create storage pool " + pool.name(), () -> {
            try (Rollback rollback = new Rollback()) {
                PoolDirectory.make(paths.pool(pool.name()), rollback);
                PoolDefinition made = sources.prepare(pool, rollback);
                rollback.keep();
                return made;
            }
        });
    }

    private void requireBtrfs(String pool) {
        if (version().isEmpty()) {
            throw new UnavailableDriverException("cannot use storage pool " + pool
                    + ": btrfs is not available on this host; install btrfs-progs and a kernel with btrfs");
        }
    }

    @Override
    public StoragePool start(PoolDefinition pool) {
        requireBtrfs(pool.name());
        Path mountPoint = paths.pool(pool.name());
        return StorageFailures.ask("start storage pool " + pool.name(), () -> {
            try (Rollback rollback = new Rollback()) {
                if (!isMounted(mountPoint)) {
                    Files.createDirectories(mountPoint);
                    sources.mount(pool);
                    rollback.add("unmount " + mountPoint, () -> mounts.unmount(mountPoint));
                }
                VolumeFolders.makeAll(mountPoint);
                WorkFolder work = WorkFolder.of(mountPoint);
                work.make();
                removeLeftovers(pool.name(), work);
                // Where the pool is only a directory of its file system, btrfs receive can't find earlier snapshots
                // through the pool's own mount.
                Path entrance = sources.directory(pool).orElse(mountPoint);
                StorageDriver volumes = new BtrfsDriver(
                        new VolumeFolders(paths),
                        work,
                        path -> entrance.resolve(mountPoint.relativize(path)),
                        commands);
                rollback.keep();
                return new MountedPool(pool.name(), mountPoint, volumes, commands);
            }
        });
    }

    private boolean isMounted(Path mountPoint) {
        Optional<Mount> mount = mounts.at(mountPoint);
        mount.filter(other -> !other.fileSystem().equals(NAME)).ifPresent(other -> {
            throw new InvalidPoolException("%s is mounted on %s, where a btrfs storage pool should be; unmount it"
                    .formatted(other.fileSystem(), mountPoint));
        });
        return mount.isPresent();
    }

    private void removeLeftovers(String pool, WorkFolder work) throws IOException {
        for (Path leftover : work.entries()) {
            try {
                removal.remove(leftover);
            } catch (IOException | CommandException | SystemCallException failure) {
                LOG.warn("storage pool {}: cannot remove the leftover {}: {}", pool, leftover, failure.getMessage());
            }
        }
    }

    @Override
    public void change(PoolDefinition before, PoolDefinition after) {
        StorageFailures.during("change storage pool " + after.name(), () -> {
            if (!before.value(SIZE).equals(after.value(SIZE))) {
                sources.grow(after);
            }
            if (!before.value(MOUNT_OPTIONS).equals(after.value(MOUNT_OPTIONS))) {
                sources.remount(after);
            }
        });
    }

    @Override
    public void stop(PoolDefinition pool) {
        Path mountPoint = paths.pool(pool.name());
        StorageFailures.during("stop storage pool " + pool.name(), () -> mounts.unmount(mountPoint));
    }

    @Override
    public void destroy(PoolDefinition pool) {
        Path mountPoint = paths.pool(pool.name());
        StorageFailures.during("delete storage pool " + pool.name(), () -> {
            boolean isInFile = sources.isInFile(pool);
            if (!isInFile) {
                if (!isMounted(mountPoint)) {
                    sources.mount(pool);
                }
                removeFolders(mountPoint);
            }
            stop(pool);
            sources.remove(pool);
            Files.deleteIfExists(mountPoint);
        });
    }

    private void removeFolders(Path pool) throws IOException {
        for (VolumeType type : VolumeType.values()) {
            removal.remove(pool.resolve(type.folder()));
            removal.remove(pool.resolve(type.snapshotFolder()));
        }
        removal.remove(WorkFolder.of(pool).path());
    }
}
