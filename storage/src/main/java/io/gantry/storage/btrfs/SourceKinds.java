package io.gantry.storage.btrfs;

import io.gantry.storage.ByteSize;
import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolKey;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.tree.PoolDirectory;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.LoopDevices;
import io.gantry.system.mount.Mounts;
import io.gantry.system.nativecall.BtrfsCalls;
import io.gantry.system.nativecall.FileSystemCalls;
import io.gantry.system.nativecall.SystemCallException;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a pool's {@code source} can be: a file of the daemon, a block device, a directory on btrfs. */
final class SourceKinds {
    private static final Logger LOG = LoggerFactory.getLogger(SourceKinds.class);

    private static final PoolKey INITIAL_SOURCE = new PoolKey("volatile.initial_source");
    private static final int BLOCK_DEVICE = 0x6000;
    private static final int FILE_TYPE = 0xf000;
    private static final long GIB = 1L << 30;
    private static final long SMALLEST_DEFAULT = 5 * GIB;
    private static final long LARGEST_DEFAULT = 30 * GIB;
    private static final int SHARE_OF_FREE_SPACE = 5;
    private static final long SMALLEST = 110L << 20;

    /** The kernel gives a mounted btrfs no smaller size. */
    private static final long SMALLEST_GROWN = 256L << 20;

    private final StoragePaths paths;
    private final CommandRunner commands;
    private final Mounts mounts;
    private final LoopDevices loopDevices;

    SourceKinds(StoragePaths paths, CommandRunner commands, Mounts mounts, LoopDevices loopDevices) {
        this.paths = paths;
        this.commands = commands;
        this.mounts = mounts;
        this.loopDevices = loopDevices;
    }

    /** Makes the source ready to be mounted. */
    PoolDefinition prepare(PoolDefinition pool, Rollback rollback) throws IOException {
        if (isInFile(pool)) {
            return makeFile(pool, rollback);
        }
        Path source = source(pool);
        if (!source.isAbsolute()) {
            throw new InvalidPoolException(
                    "storage pool %s: source must be an absolute path: %s".formatted(pool.name(), source));
        }
        if (isBlockDevice(source)) {
            return makeOnDevice(pool, source);
        }
        useDirectory(pool, source, rollback);
        return withInitialSource(pool, source);
    }

    /** Remembers what the user named, as LXD does: the source itself may become something else. */
    private static PoolDefinition withInitialSource(PoolDefinition pool, Path source) {
        return pool.with(INITIAL_SOURCE, source.toString());
    }

    private PoolDefinition makeFile(PoolDefinition pool, Rollback rollback) throws IOException {
        Path file = paths.disk(pool.name());
        if (Files.exists(file)) {
            throw new InvalidPoolException("storage pool %s: the file %s exists already".formatted(pool.name(), file));
        }
        Path disks = file.resolveSibling("").normalize();
        Files.createDirectories(
                disks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String size = pool.value(BtrfsPoolDriver.SIZE).orElseGet(() -> defaultSize(disks));
        long bytes = ByteSize.parse(size).bytes();
        if (bytes < SMALLEST) {
            throw new InvalidPoolException(
                    "storage pool %s: size is %s, and btrfs needs at least 110MiB".formatted(pool.name(), size));
        }
        rollback.add("remove " + file, () -> Files.deleteIfExists(file));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        resize(file, bytes);
        commands.run(Command.of("mkfs.btrfs", "-q", "-f", "-L", pool.name(), file.toString()));
        return pool.with(BtrfsPoolDriver.SOURCE, file.toString()).with(BtrfsPoolDriver.SIZE, size);
    }

    private static void resize(Path file, long bytes) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(bytes);
        }
    }

    /** Gives the file of a mounted pool, and the file system in it, the size that its definition names. */
    void grow(PoolDefinition pool) throws IOException {
        if (!isInFile(pool)) {
            throw new InvalidPoolException(
                    "storage pool %s: size is only for pools in a file of the daemon; this one is in %s"
                            .formatted(pool.name(), source(pool)));
        }
        Path file = paths.disk(pool.name());
        long before = Files.size(file);
        long wanted = pool.value(BtrfsPoolDriver.SIZE)
                .map(size -> ByteSize.parse(size).bytes())
                .orElse(0L);
        if (wanted < before) {
            throw new InvalidPoolException("storage pool %s: its %d bytes can't become fewer; name a larger size"
                    .formatted(pool.name(), before));
        }
        if (wanted < SMALLEST_GROWN) {
            throw new InvalidPoolException(
                    "storage pool %s: a pool can grow to 256MiB or more; name a larger size".formatted(pool.name()));
        }
        Path target = paths.pool(pool.name());
        Path device = loopDevices
                .find(file)
                .orElseThrow(() -> new InvalidPoolException(
                        "storage pool %s can't grow while it is not mounted".formatted(pool.name())));
        try (Rollback rollback = new Rollback()) {
            rollback.add("give " + file + " its old size", () -> {
                resize(file, before);
                loopDevices.refreshSize(device);
            });
            resize(file, wanted);
            loopDevices.refreshSize(device);
            commands.run(Command.of("btrfs", "filesystem", "resize", "max", target.toString()));
            rollback.keep();
        }
    }

    /** Gives a mounted pool the mount options that its definition names. */
    void remount(PoolDefinition pool) {
        if (directory(pool).isPresent()) {
            throw new InvalidPoolException(
                    "storage pool %s: the mount of its source %s belongs to the host; change its options there"
                            .formatted(pool.name(), source(pool)));
        }
        mounts.remount(paths.pool(pool.name()), options(pool));
    }

    private static String defaultSize(Path disks) {
        long free = FileSystemCalls.statistics(disks).availableBytes();
        long bytes = Math.clamp(free / SHARE_OF_FREE_SPACE, SMALLEST_DEFAULT, LARGEST_DEFAULT);
        return bytes / GIB + "GiB";
    }

    private PoolDefinition makeOnDevice(PoolDefinition pool, Path device) {
        try {
            commands.run(Command.of("mkfs.btrfs", "-q", "-L", pool.name(), device.toString()));
        } catch (CommandFailedException failure) {
            String occupied = failure.errors()
                    .lines()
                    .filter(line -> line.contains("appears to contain"))
                    .findFirst()
                    .orElseThrow(() -> failure);
            throw new InvalidPoolException("storage pool %s: %s; if nothing of that is needed, run `wipefs -a %s` first"
                    .formatted(pool.name(), occupied.replaceFirst("^ERROR: ", ""), device));
        }
        String uuid = commands.run(Command.of("blkid", "-p", "-s", "UUID", "-o", "value", device.toString()))
                .text()
                .strip();
        return withInitialSource(pool, device).with(BtrfsPoolDriver.SOURCE, uuid);
    }

    private void useDirectory(PoolDefinition pool, Path source, Rollback rollback) throws IOException {
        Path existing = source;
        while (!Files.exists(existing)) {
            existing = existing.resolve("..").normalize();
        }
        if (!mounts.containing(existing.toRealPath()).fileSystem().equals(BtrfsPoolDriver.NAME)) {
            throw new InvalidPoolException("storage pool %s: source %s is not on btrfs".formatted(pool.name(), source));
        }
        if (existing.equals(source)) {
            PoolDirectory.requireEmpty(pool.name(), source);
            return;
        }
        if (!existing.equals(source.normalize().getParent())) {
            throw new InvalidPoolException(
                    "storage pool %s: the directory of its source %s does not exist".formatted(pool.name(), source));
        }
        BtrfsCalls.create(source);
        rollback.add("remove " + source, () -> BtrfsCalls.delete(source));
    }

    /** Mounts the source at the pool's place. */
    void mount(PoolDefinition pool) {
        Path target = paths.pool(pool.name());
        Path source = source(pool);
        if (isInFile(pool)) {
            mountFile(pool, source, target);
        } else if (isUuid(source)) {
            mounts.mountDevice(Path.of("UUID=" + source), target, BtrfsPoolDriver.NAME, options(pool));
        } else if (isBlockDevice(source)) {
            mounts.mountDevice(source, target, BtrfsPoolDriver.NAME, options(pool));
        } else if (Files.isDirectory(source)) {
            mounts.bind(source, target);
        } else {
            throw new InvalidPoolException(
                    "storage pool %s: its source %s does not exist".formatted(pool.name(), source));
        }
    }

    private void mountFile(PoolDefinition pool, Path file, Path target) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidPoolException(
                    "storage pool %s: the file %s that holds it does not exist".formatted(pool.name(), file));
        }
        // Another mount namespace may still have the file mounted; two devices for one btrfs would destroy it.
        Path device = loopDevices.find(file).orElseGet(() -> loopDevices.attach(file));
        try {
            mounts.mountDevice(device, target, BtrfsPoolDriver.NAME, options(pool));
        } finally {
            // A mounted device stays until its last mount goes.
            loopDevices.detach(device);
        }
    }

    /** The directory that the pool is, unless it is a file system of its own. */
    Optional<Path> directory(PoolDefinition pool) {
        Path source = source(pool);
        return source.isAbsolute() && Files.isDirectory(source) ? Optional.of(source) : Optional.empty();
    }

    private static List<String> options(PoolDefinition pool) {
        return Arrays.asList(pool.value(BtrfsPoolDriver.MOUNT_OPTIONS)
                .orElse("user_subvol_rm_allowed")
                .split(",", -1));
    }

    /** Removes what {@link #prepare} has made; the pool is not mounted. */
    void remove(PoolDefinition pool) throws IOException {
        if (isInFile(pool)) {
            Files.deleteIfExists(paths.disk(pool.name()));
            return;
        }
        Path source = source(pool);
        if (source.isAbsolute() && BtrfsCalls.isSubvolume(source)) {
            try {
                BtrfsCalls.delete(source);
            } catch (SystemCallException failure) {
                LOG.warn("storage pool {}: its source stays: {}", pool.name(), failure.getMessage());
            }
        }
    }

    /** Whether the pool is a file system in a file of the daemon. */
    boolean isInFile(PoolDefinition pool) {
        Path file = paths.disk(pool.name());
        return source(pool).equals(file);
    }

    private Path source(PoolDefinition pool) {
        return pool.value(BtrfsPoolDriver.SOURCE).map(Path::of).orElse(paths.disk(pool.name()));
    }

    private static boolean isUuid(Path source) {
        try {
            UUID.fromString(source.toString());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isBlockDevice(Path path) {
        try {
            return Files.exists(path)
                    && ((int) Files.getAttribute(path, "unix:mode", new LinkOption[0]) & FILE_TYPE) == BLOCK_DEVICE;
        } catch (IOException _) {
            return false;
        }
    }
}
