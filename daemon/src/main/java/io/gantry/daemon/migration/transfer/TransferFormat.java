package io.gantry.daemon.migration.transfer;

import java.util.Set;

/** A way in which volumes travel, with the options that both sides know. */
public sealed interface TransferFormat {
    /** Files by rsync: works between any two pools. */
    record Rsync(Set<RsyncOption> options) implements TransferFormat {
        public Rsync {
            options = Set.copyOf(options);
        }

        /** What a peer older than LXD 3.8 knows; it does not say so. */
        public static final Set<RsyncOption> OF_SILENT_PEERS =
                Set.of(RsyncOption.XATTRS, RsyncOption.DELETE, RsyncOption.COMPRESS);
    }

    /** {@code btrfs send} streams: between two btrfs pools. */
    record Btrfs(Set<BtrfsOption> options) implements TransferFormat {
        public Btrfs {
            options = Set.copyOf(options);
        }
    }

    /** Options of rsync transfers. */
    enum RsyncOption {
        XATTRS,
        DELETE,
        COMPRESS,
        /** The peer negotiates options at all. */
        BIDIRECTIONAL,
        /** Compression and checksums of a newer rsync; only between Gantry daemons. */
        FAST_METHODS,
        /** Hard links and POSIX ACLs are carried; only between Gantry daemons. */
        HARD_LINKS_AND_ACLS
    }

    /**
     * Options of btrfs transfers. LXD's third one, by which a refresh goes over btrfs too, is not among them: it leaves
     * snapshots that can be written to, and those can't be sent on. Without it a refresh goes over rsync.
     */
    enum BtrfsOption {
        /** A JSON frame that lists the subvolumes comes first. */
        HEADER,
        /** Subvolumes inside a volume travel too. */
        SUBVOLUMES
    }
}
