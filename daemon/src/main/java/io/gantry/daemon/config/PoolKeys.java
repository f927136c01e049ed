package io.gantry.daemon.config;

import static io.gantry.daemon.config.Scope.POOL;

import io.gantry.storage.ByteSize;
import java.util.regex.Pattern;

/** The keys of storage pools, by the driver of the pool. */
public final class PoolKeys {
    private static final String GROUP = "pool-conf";

    private static final KeySet.Builder COMMON = new KeySet.Builder("storage", "a storage pool");
    private static final KeySet.Group ANY = COMMON.group(GROUP, POOL);

    public static final ConfigKey<String> SOURCE = ANY.key("source", ValueTypes.LINE)
            .never()
            .otherwise("a new directory or file of the daemon's")
            .says("Where the pool is: a directory, a block device, or the UUID of a file system.");
    public static final ConfigKey<ByteSize> RSYNC_BWLIMIT = ANY.key("rsync.bwlimit", ValueTypes.SIZE)
            .live()
            .otherwise("no limit")
            .since("storage_rsync_bwlimit")
            .says("The most that rsync may send or receive in a second.");
    public static final ConfigKey<Boolean> RSYNC_COMPRESSION = ANY.key("rsync.compression", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .since("storage_rsync_compression")
            .says("Whether rsync compresses what it sends to other hosts.");
    public static final ConfigKey<String> INITIAL_SOURCE = ANY.key("volatile.initial_source", ValueTypes.LINE)
            .never()
            .says("The source as it was given to the pool's creation.");
    public static final KeyFamily<String> USER =
            ANY.key("user.*", ValueTypes.TEXT).live().family(Pattern.compile(".+", Pattern.DOTALL), "Free for users.");

    private static final KeySet ALL_DRIVERS = COMMON.build();

    /** The keys of pools of directories. */
    public static final KeySet DIR = ALL_DRIVERS.of("storage-dir", "a storage pool of the driver dir");

    private static final KeySet.Builder BTRFS_ALONE =
            new KeySet.Builder("storage-btrfs", "a storage pool of the driver btrfs");
    private static final KeySet.Group OF_BTRFS = BTRFS_ALONE.group(GROUP, POOL);

    public static final ConfigKey<ByteSize> SIZE = OF_BTRFS.key("size", ValueTypes.SIZE)
            .live()
            .otherwise("a fifth of what is free, 5GiB to 30GiB")
            .says("The size of the file that holds the pool, where one is made; it can grow.");
    public static final ConfigKey<String> BTRFS_MOUNT_OPTIONS = OF_BTRFS.key("btrfs.mount_options", ValueTypes.LINE)
            .live()
            .byDefault("user_subvol_rm_allowed")
            .since("storage_btrfs_mount_options")
            .says("Options for mounting the file system.");
    public static final ConfigKey<ByteSize> VOLUME_SIZE = OF_BTRFS.key("volume.size", ValueTypes.SIZE)
            .live()
            .otherwise("no limit")
            .says("The limit of new instances whose root disk has no size of its own.");

    /** The keys of btrfs file systems. */
    public static final KeySet BTRFS = BTRFS_ALONE.build().with(ALL_DRIVERS);

    private PoolKeys() {}
}
