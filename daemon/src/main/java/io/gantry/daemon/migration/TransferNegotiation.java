package io.gantry.daemon.migration;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Btrfs;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.wire.BtrfsFeatures;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.GantryFeatures;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.RsyncFeatures;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How two daemons agree on a {@link TransferFormat}. A header names the format that its sender likes best, and
 * rsync's options beside it, since rsync is what everybody falls back to.
 */
final class TransferNegotiation {
    private TransferNegotiation() {}

    /** A header that offers these formats, best first; rsync must be among them. */
    static MigrationHeader.Builder header(List<TransferFormat> formats) {
        var header = MigrationHeader.newBuilder();
        header.setFs(
                switch (formats.getFirst()) {
                    case Rsync _ -> FsType.RSYNC;
                    case Btrfs _ -> FsType.BTRFS;
                });
        for (TransferFormat format : formats) {
            switch (format) {
                case Rsync(Set<RsyncOption> options) -> {
                    header.setRsyncFeatures(RsyncFeatures.newBuilder()
                            .setXattrs(options.contains(RsyncOption.XATTRS))
                            .setDelete(options.contains(RsyncOption.DELETE))
                            .setCompress(options.contains(RsyncOption.COMPRESS))
                            .setBidirectional(options.contains(RsyncOption.BIDIRECTIONAL)));
                    header.setGantry(GantryFeatures.newBuilder()
                            .setHardLinksAndAcls(options.contains(RsyncOption.HARD_LINKS_AND_ACLS))
                            .setFastRsync(options.contains(RsyncOption.FAST_METHODS)));
                }
                case Btrfs(Set<BtrfsOption> options) ->
                    header.setBtrfsFeatures(BtrfsFeatures.newBuilder()
                            .setMigrationHeader(options.contains(BtrfsOption.HEADER))
                            .setHeaderSubvolumes(options.contains(BtrfsOption.SUBVOLUMES)));
            }
        }
        return header;
    }

    /**
     * The best of our formats that the peer's header speaks of, with the options that both know.
     *
     * @param ours best first
     * @throws DaemonException where there is none
     */
    static TransferFormat agree(MigrationHeader peer, List<TransferFormat> ours) {
        for (TransferFormat format : ours) {
            switch (format) {
                case Btrfs(Set<BtrfsOption> options)
                when peer.getFs() == FsType.BTRFS -> {
                    return new Btrfs(common(options, peer.getBtrfsFeatures()));
                }
                case Rsync(Set<RsyncOption> options) -> {
                    return new Rsync(common(options, peer));
                }
                default -> {}
            }
        }
        throw DaemonException.notSupported(
                "the other server offers only " + peer.getFs() + " transfers, and this storage pool has none of them");
    }

    private static Set<RsyncOption> common(Set<RsyncOption> ours, MigrationHeader peer) {
        RsyncFeatures features = peer.getRsyncFeatures();
        Set<RsyncOption> theirs = EnumSet.noneOf(RsyncOption.class);
        if (features.getBidirectional()) {
            theirs.add(RsyncOption.BIDIRECTIONAL);
            addIf(theirs, RsyncOption.XATTRS, features.getXattrs());
            addIf(theirs, RsyncOption.DELETE, features.getDelete());
            addIf(theirs, RsyncOption.COMPRESS, features.getCompress());
            addIf(theirs, RsyncOption.HARD_LINKS_AND_ACLS, peer.getGantry().getHardLinksAndAcls());
            addIf(theirs, RsyncOption.FAST_METHODS, peer.getGantry().getFastRsync());
        } else {
            theirs.addAll(Rsync.OF_SILENT_PEERS);
        }
        theirs.retainAll(ours);
        return theirs;
    }

    private static Set<BtrfsOption> common(Set<BtrfsOption> ours, BtrfsFeatures features) {
        Set<BtrfsOption> theirs = EnumSet.noneOf(BtrfsOption.class);
        addIf(theirs, BtrfsOption.HEADER, features.getMigrationHeader());
        addIf(theirs, BtrfsOption.SUBVOLUMES, features.getHeaderSubvolumes());
        theirs.retainAll(ours);
        return theirs;
    }

    private static <T> void addIf(Set<T> options, T option, boolean known) {
        if (known) {
            options.add(option);
        }
    }
}
