package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.migration.transfer.TransferFormat.Btrfs;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.StorageDriver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which formats a pool has, and who sends and receives in them. */
public final class TransferFormats {
    private final io.gantry.storage.rsync.Rsync rsync;
    private final StorageDriver driver;
    private final TransferProgress progress;

    public TransferFormats(io.gantry.storage.rsync.Rsync rsync, StorageDriver driver, TransferProgress progress) {
        this.rsync = rsync;
        this.driver = driver;
        this.progress = progress;
    }

    /**
     * The formats of a driver, best first.
     *
     * @param options of rsync on this host
     */
    public static List<TransferFormat> of(StorageDriver driver, Set<RsyncOption> options) {
        var rsync = new Rsync(options);
        return driver instanceof OptimizedTransfer
                ? List.of(new Btrfs(EnumSet.allOf(BtrfsOption.class)), rsync)
                : List.of(rsync);
    }

    /**
     * Who sends in a format.
     *
     * @param live whether the volume itself is in use
     * @param bandwidthLimit as rsync's {@code --bwlimit} reads it; empty for none
     */
    public VolumeSender sender(TransferFormat format, RsyncTree.Tree live, String bandwidthLimit) {
        return switch (format) {
            case Rsync agreed -> new RsyncSender(rsync, driver, agreed.options(), live, bandwidthLimit, progress);
            case Btrfs agreed -> new BtrfsSender((OptimizedTransfer) driver, agreed.options(), progress);
        };
    }

    public VolumeReceiver receiver(TransferFormat format, RsyncBase base) {
        return switch (format) {
            case Rsync agreed -> new RsyncReceiver(rsync, driver, base, agreed.options(), progress);
            case Btrfs agreed -> new BtrfsReceiver((OptimizedTransfer) driver, agreed.options(), progress);
        };
    }
}
