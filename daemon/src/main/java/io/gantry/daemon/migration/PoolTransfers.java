package io.gantry.daemon.migration;

import io.gantry.daemon.config.PoolKeys;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.transfer.TransferFormats;
import io.gantry.daemon.migration.transfer.TransferProgress;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.rsync.Rsync;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;

/** How the volumes of this host's pools can travel. Safe for use by many threads. */
public final class PoolTransfers {
    private final StoragePools pools;
    private final Rsync rsync;
    private final InstantSource clock;

    public PoolTransfers(StoragePools pools, Rsync rsync, InstantSource clock) {
        this.pools = pools;
        this.rsync = rsync;
        this.clock = clock;
    }

    StorageDriver driver(String pool) {
        return pools.started(pool).volumes();
    }

    /** Who sends and receives the volume of an instance, and tells the operation how far that is. */
    TransferFormats formats(InstanceRecord instance, OperationContext context) {
        return new TransferFormats(rsync, driver(instance.pool()), new TransferProgress(context, clock));
    }

    /** The formats that a pool has, best first. */
    List<TransferFormat> offered(String pool) {
        var options = EnumSet.allOf(RsyncOption.class);
        if (!pools.config(pool).get(PoolKeys.RSYNC_COMPRESSION)) {
            options.remove(RsyncOption.COMPRESS);
        }
        if (!rsync.knowsFastMethods()) {
            options.remove(RsyncOption.FAST_METHODS);
        }
        return TransferFormats.of(driver(pool), options);
    }

    /** How fast rsync may send from a pool, as its {@code --bwlimit} reads it; empty for no limit. */
    String bandwidthLimit(String pool) {
        return pools.config(pool).text(PoolKeys.RSYNC_BWLIMIT);
    }
}
