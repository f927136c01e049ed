package io.gantry.storage.rsync;

/** What both ends of a transfer must have been told alike. */
public enum RsyncOption {
    /** Extended attributes, capabilities among them. */
    XATTRS,
    /** What the source has not got goes at the target. */
    DELETE,
    COMPRESS,
    /** zstd and xxh128 in place of zlib and md5: less than a quarter of the work, and no more bytes. */
    FAST_METHODS,
    HARD_LINKS_AND_ACLS
}
